import type { ImageView } from '../decode/image-view.js';

/** Blurs an image with a Gaussian cut at three standard deviations; the last pixel continues beyond the edges. In place. */
export function blurImage(image: ImageView, sigma: number): void {
  const { pixels, start, height, width } = image;
  const kernel = gaussian(sigma);
  const across = { count: width, step: 3 };
  const down = { count: height, step: width * 3 };
  for (let row = 0; row < height; row += 1) {
    for (let channel = 0; channel < 3; channel += 1)
      blurLine(pixels, start + row * down.step + channel, across, kernel);
  }
  for (let column = 0; column < down.step; column += 1) blurLine(pixels, start + column, down, kernel);
}

/** Returns the center weight, then the weights to either side; the whole kernel sums to 1. */
export function gaussian(sigma: number): Float64Array {
  const radius = Math.floor(3 * sigma + 0.5);
  const weights = Float64Array.from({ length: radius + 1 }, (_, distance) => Math.exp(-0.5 * (distance / sigma) ** 2));
  const sum = 2 * weights.reduce((a, b) => a + b, 0) - weights[0];
  return weights.map((weight) => weight / sum);
}

function blurLine(
  pixels: Float32Array,
  start: number,
  { count, step }: { count: number; step: number },
  kernel: Float64Array,
): void {
  const line = Float32Array.from({ length: count }, (_, place) => pixels[start + place * step]);
  for (let place = 0; place < count; place += 1) {
    let sum = line[place] * kernel[0];
    for (let distance = 1; distance < kernel.length; distance += 1) {
      sum += (line[Math.max(place - distance, 0)] + line[Math.min(place + distance, count - 1)]) * kernel[distance];
    }
    pixels[start + place * step] = sum;
  }
}
