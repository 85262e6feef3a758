import { endOf, type ImageView } from '../decode/image-view.js';

/** Replaces each `step`-th value from `first` on by the entry of its level in a table of 256. In place. */
function lookUp(image: ImageView, first: number, step: number, table: ArrayLike<number>): void {
  const { pixels, start } = image;
  for (let index = start + first; index < endOf(image); index += step) pixels[index] = table[levelOf(pixels[index])];
}

/** Rounds a value to a level 0..255. */
const levelOf = (value: number) => Math.min(Math.max(Math.floor(value + 0.5), 0), 255);

/** Counts the pixels of each level in a channel. */
function histogram(image: ImageView, channel: number): Float64Array {
  const { pixels, start } = image;
  const counts = new Float64Array(256);
  for (let index = start + channel; index < endOf(image); index += 3) counts[levelOf(pixels[index])] += 1;
  return counts;
}

/** Stretches each channel to 0..255, like Pillow's `ImageOps.autocontrast`. In place. */
export function autocontrastImage(image: ImageView): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const counts = histogram(image, channel);
    const low = counts.findIndex((count) => count > 0);
    const high = counts.findLastIndex((count) => count > 0);
    if (high <= low) continue;
    const scale = 255 / (high - low);
    const table = tableOf((level) => Math.min(Math.max(Math.floor((level - low) * scale), 0), 255));
    lookUp(image, channel, 3, table);
  }
}

/** Equalizes the histogram of each channel, like Pillow's `ImageOps.equalize`. In place. */
export function equalizeImage(image: ImageView): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const counts = histogram(image, channel);
    const last = counts.findLast((count) => count > 0) ?? 0;
    const step = Math.floor((image.height * image.width - last) / 255);
    if (step === 0) continue;
    let below = Math.floor(step / 2);
    const table = tableOf((level) => {
      const value = Math.min(Math.floor(below / step), 255);
      below += counts[level];
      return value;
    });
    lookUp(image, channel, 3, table);
  }
}

/** Keeps the upper bits of each level. In place. */
export function posterizeImage(image: ImageView, bits: number): void {
  const mask = 256 - 2 ** (8 - bits);
  const table = tableOf((level) => level & mask);
  lookUp(image, 0, 1, table);
}

/** Inverts the levels from `from` on. In place. */
export function solarizeImage(image: ImageView, from: number): void {
  const table = tableOf((level) => (level < from ? level : 255 - level));
  lookUp(image, 0, 1, table);
}

const tableOf = (of: (level: number) => number) => Float32Array.from({ length: 256 }, (_, level) => of(level));
