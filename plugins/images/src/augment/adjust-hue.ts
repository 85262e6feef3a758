import { endOf, type ImageView } from '../decode/image-view.js';

/** Rotates the hue of each pixel by a fraction of the color circle, without changing saturation and value (HSV). In place. */
export function adjustHue(image: ImageView, turn: number): void {
  const { pixels, start } = image;
  for (let index = start; index < endOf(image); index += 3) {
    const [red, green, blue] = [pixels[index], pixels[index + 1], pixels[index + 2]];
    const value = Math.max(red, green, blue);
    const chroma = value - Math.min(red, green, blue);
    if (chroma === 0) continue;
    const sixths = hueOf(red, green, blue, value, chroma) + turn * 6;
    // The distance of a channel from the hue determines how far it is below the value.
    for (const [channel, distance] of [5, 3, 1].entries()) {
      const place = (((distance + sixths) % 6) + 6) % 6;
      pixels[index + channel] = value - chroma * Math.max(0, Math.min(place, 4 - place, 1));
    }
  }
}

/** Returns the hue in sixths of the color circle, from red. */
function hueOf(red: number, green: number, blue: number, value: number, chroma: number): number {
  if (value === red) return (green - blue) / chroma;
  return value === green ? (blue - red) / chroma + 2 : (red - green) / chroma + 4;
}
