/** Converts `uint8[height, width, 3]` to `uint8[height, width]`, with the weights of ITU-R BT.601 as Pillow's integers. */
export function toGrayscale(pixels: Uint8Array): Uint8Array {
  const gray = new Uint8Array(pixels.length / 3);
  for (let index = 0, at = 0; index < gray.length; index += 1, at += 3) {
    gray[index] = (pixels[at] * 19595 + pixels[at + 1] * 38470 + pixels[at + 2] * 7471 + 0x8000) >> 16;
  }
  return gray;
}
