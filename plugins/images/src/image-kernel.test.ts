import { expect, it } from 'vitest';
import { relightWithKernel } from './image-kernel.js';
import { IMAGE_KERNEL } from './image-kernel-bytes.js';

it('has the bytes that its text gives', async () => {
  // Not known to the compiler, which sees the sources alone.
  const script = '../scripts/assemble.mjs';
  const { assemble } = (await import(script)) as { assemble(): Promise<string> };
  // Where they differ: node scripts/assemble.mjs
  expect(IMAGE_KERNEL).toBe(await assemble());
});

it.each([1, 2, 3, 5])(
  'looks for the darkest and the brightest among %i pixels, and at nothing behind them',
  (count) => {
    const pixels = Float32Array.from({ length: count * 3 + 4 }, (_, index) => (index < count * 3 ? 100 + index : 1000));
    const image = { pixels, start: 0, height: 1, width: count };
    relightWithKernel(image, { shift: 5, factor: 1, added: 0, least: -Infinity, most: Infinity });
    const brightest = 100 + count * 3 - 1;
    const expected = Array.from({ length: count * 3 }, (_, index) => Math.min(105 + index, brightest));
    expect(Array.from(pixels)).toEqual([...expected, 1000, 1000, 1000, 1000]);
  },
);
