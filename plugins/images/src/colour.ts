export const COLOURS = ['rgb', 'grey'] as const;

export type Colour = (typeof COLOURS)[number];

/** The channels of a pixel. */
export const channelsOf = (colour: Colour) => (colour === 'grey' ? 1 : 3);

/** The grey of red, green and blue (ITU-R BT.601), in Pillow's whole numbers. */
export function greyOf(pixels: Uint8Array): Uint8Array {
  const grey = new Uint8Array(pixels.length / 3);
  for (let index = 0, at = 0; index < grey.length; index += 1, at += 3) {
    grey[index] = (pixels[at] * 19595 + pixels[at + 1] * 38470 + pixels[at + 2] * 7471 + 0x8000) >> 16;
  }
  return grey;
}
