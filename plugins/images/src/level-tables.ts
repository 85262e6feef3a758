import { endOf, type ImageView } from './image-view.js';

/** Gives every level of the channels from `first` on, every third value, what a table of 256 levels says of it. */
function lookUp(image: ImageView, first: number, every: number, table: ArrayLike<number>): void {
  const { pixels, start } = image;
  for (let index = start + first; index < endOf(image); index += every) pixels[index] = table[levelOf(pixels[index])];
}

/** The whole level that a value is nearest to. */
const levelOf = (value: number) => Math.min(Math.max(Math.floor(value + 0.5), 0), 255);

/** Pixels of each level in a channel. */
function histogram(image: ImageView, channel: number): Float64Array {
  const { pixels, start } = image;
  const counts = new Float64Array(256);
  for (let index = start + channel; index < endOf(image); index += 3) counts[levelOf(pixels[index])] += 1;
  return counts;
}

/** As Pillow's `ImageOps.autocontrast`: each channel from 0 to 255. */
export function stretchContrast(image: ImageView): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const counts = histogram(image, channel);
    const low = counts.findIndex((count) => count > 0);
    const high = counts.findLastIndex((count) => count > 0);
    if (high <= low) continue;
    const scale = 255 / (high - low);
    lookUp(
      image,
      channel,
      3,
      tableOf((level) => Math.min(Math.max(Math.floor((level - low) * scale), 0), 255)),
    );
  }
}

/** As Pillow's `ImageOps.equalize`. */
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

/** Keeps the upper bits of each level. */
export function posterizeImage(image: ImageView, bits: number): void {
  const mask = 256 - 2 ** (8 - bits);
  const table = tableOf((level) => level & mask);
  lookUp(image, 0, 1, table);
}

/** Inverts the levels from `from` on. */
export function solarizeImage(image: ImageView, from: number): void {
  const table = tableOf((level) => (level < from ? level : 255 - level));
  lookUp(image, 0, 1, table);
}

const tableOf = (of: (level: number) => number) => Float32Array.from({ length: 256 }, (_, level) => of(level));
