import type { Erasure } from './colour-step.js';
import type { ImageView } from './image-view.js';

/** Paints a box over, with a grey level or with noise of all levels. */
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

/** A level 0..255 that looks random: the same for the same seed and place (the mixing function of MurmurHash3). */
function noise(seed: number, place: number): number {
  let hash = (seed ^ Math.imul(place, 0x9e3779b1)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) & 255;
}
