import { endOf, type ImageView } from '../decode/image-view.js';

/** Returns the luma of a pixel, as in Pillow's mode L (ITU-R 601-2). */
const luma = (red: number, green: number, blue: number) => 0.299 * red + 0.587 * green + 0.114 * blue;

/** Blends a degenerate image with the original one: 0 gives the degenerate, 1 the original; more exaggerates. Like Pillow's `ImageEnhance`. */
const blend = (from: number, level: number, factor: number) =>
  Math.min(Math.max(from + (level - from) * factor, 0), 255);

/** Blends an image with its mean gray level, rounded like in Pillow. In place. */
export function enhanceContrast(image: ImageView, factor: number): void {
  const { pixels, start, height, width } = image;
  let sum = 0;
  for (let index = start; index < endOf(image); index += 3) {
    sum += luma(pixels[index], pixels[index + 1], pixels[index + 2]);
  }
  const mean = Math.floor(sum / (height * width) + 0.5);
  for (let index = start; index < endOf(image); index += 1) pixels[index] = blend(mean, pixels[index], factor);
}

/** Blends each pixel with its gray level. In place. */
export function enhanceSaturation(image: ImageView, factor: number): void {
  const { pixels, start } = image;
  for (let index = start; index < endOf(image); index += 3) {
    const gray = luma(pixels[index], pixels[index + 1], pixels[index + 2]);
    for (let channel = index; channel < index + 3; channel += 1) pixels[channel] = blend(gray, pixels[channel], factor);
  }
}

/** Blends an image with its smoothed version (3x3 weights, the center 5 and the others 1), except for the outermost pixels. In place. */
export function enhanceSharpness({ pixels, start, height, width }: ImageView, factor: number): void {
  const stride = width * 3;
  const before = pixels.slice(start, start + height * stride);
  for (let row = 1; row < height - 1; row += 1) {
    for (let index = row * stride + 3; index < (row + 1) * stride - 3; index += 1) {
      let sum = 4 * before[index];
      for (let line = index - stride; line <= index + stride; line += stride) {
        sum += before[line - 3] + before[line] + before[line + 3];
      }
      pixels[start + index] = blend(sum / 13, before[index], factor);
    }
  }
}
