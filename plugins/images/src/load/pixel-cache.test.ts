import { describe, expect, it } from 'vitest';
import { PixelCache } from './pixel-cache.js';

describe('PixelCache', () => {
  it('allocates memory for the reserved number of images at once, up to its capacity', () => {
    const cache = new PixelCache(1024 * 1024, 100 * 1024 * 1024);
    cache.reserve(40);
    const blocks = new Set(Array.from({ length: 40 }, () => cache.allocate()?.buffer));
    expect([...blocks].map((block) => block?.byteLength)).toEqual([40 * 1024 * 1024]);
    cache.reserve(1000);
    for (let image = 40; image < 100; image += 1) expect(cache.allocate()?.buffer.byteLength).toBe(60 * 1024 * 1024);
    expect(cache.allocate()).toBeUndefined();
  });
});
