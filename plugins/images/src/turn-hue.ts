import { endOf, type ImageView } from './image-view.js';

/** Turns the hue of each pixel by a share of the circle; saturation and value (of HSV) stay. */
export function turnHue(image: ImageView, turn: number): void {
  const { pixels, start } = image;
  for (let index = start; index < endOf(image); index += 3) {
    const [red, green, blue] = [pixels[index], pixels[index + 1], pixels[index + 2]];
    const value = Math.max(red, green, blue);
    const chroma = value - Math.min(red, green, blue);
    if (chroma === 0) continue;
    const sixths = hueOf(red, green, blue, value, chroma) + turn * 6;
    // Each channel is the value less what the distance from its own hue takes away.
    for (const [channel, distance] of [5, 3, 1].entries()) {
      const place = (((distance + sixths) % 6) + 6) % 6;
      pixels[index + channel] = value - chroma * Math.max(0, Math.min(place, 4 - place, 1));
    }
  }
}

/** In sixths of the circle, from red on. */
function hueOf(red: number, green: number, blue: number, value: number, chroma: number): number {
  if (value === red) return (green - blue) / chroma;
  return value === green ? (blue - red) / chroma + 2 : (red - green) / chroma + 4;
}
