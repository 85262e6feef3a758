import type { ImageView } from '../decode/image-view.js';
import type { Erasure } from './color-step.js';

/** Fills a box with a level or with noise. In place. */
export function eraseBox(
  { pixels, start, width: stride }: ImageView,
  { top, left, height, width, fill }: Erasure,
): void {
  for (let row = top; row < top + height; row += 1) {
    const from = start + (row * stride + left) * 3;
    for (let index = from; index < from + width * 3; index += 1) {
      pixels[index] = 'level' in fill ? fill.level : noise(fill.seed, index - start);
    }
  }
}

/** Returns a pseudo-random level 0..255 for a seed and an offset (the mixing function of MurmurHash3). */
function noise(seed: number, offset: number): number {
  let hash = (seed ^ Math.imul(offset, 0x9e3779b1)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) & 255;
}
