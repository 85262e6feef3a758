import { describe, expect, it } from 'vitest';
import { KeptPixels } from './kept-pixels.js';

describe('KeptPixels', () => {
  it('takes memory at once for as many images as are expected, but for no more than there is room for', () => {
    const kept = new KeptPixels(1024 * 1024, 100 * 1024 * 1024);
    kept.expect(40);
    const memories = new Set(Array.from({ length: 40 }, () => kept.room()?.buffer));
    expect([...memories].map((memory) => memory?.byteLength)).toEqual([40 * 1024 * 1024]);
    kept.expect(1000);
    for (let image = 40; image < 100; image += 1) expect(kept.room()?.buffer.byteLength).toBe(60 * 1024 * 1024);
    expect(kept.room()).toBeUndefined();
  });
});
