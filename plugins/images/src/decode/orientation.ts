import type { Box } from './resample.js';

/** How to show a stored image upright: flip it along its axes, then transpose it. */
interface Orientation {
  readonly flipRows: boolean;
  readonly flipColumns: boolean;
  readonly transpose: boolean;
}

const orientation = (flipRows: boolean, flipColumns: boolean, transpose: boolean): Orientation => ({
  flipRows,
  flipColumns,
  transpose,
});

/** By EXIF orientation, from 1. */
const ORIENTATIONS: readonly Orientation[] = [
  orientation(false, false, false),
  orientation(false, true, false),
  orientation(true, true, false),
  orientation(true, false, false),
  orientation(false, false, true),
  orientation(true, false, true),
  orientation(true, true, true),
  orientation(false, true, true),
];

/** Converts a size between the stored and the upright image, in either direction. */
export function orientedSize([height, width]: readonly [number, number], orientation: number): [number, number] {
  return ORIENTATIONS[orientation - 1].transpose ? [width, height] : [height, width];
}

/** Converts a box of the upright image to a box of the stored image, whose size is `[height, width]`. */
export function storedBox(box: Box, [height, width]: readonly [number, number], orientation: number): Box {
  const { flipRows, flipColumns, transpose } = ORIENTATIONS[orientation - 1];
  const stored = transpose ? { top: box.left, left: box.top, height: box.width, width: box.height } : box;
  return {
    ...stored,
    top: flipRows ? height - stored.top - stored.height : stored.top,
    left: flipColumns ? width - stored.left - stored.width : stored.left,
  };
}

/** Converts stored pixels, `uint8[height, width, 3]`, to the upright image. */
export function orientPixels(
  pixels: Uint8Array,
  [height, width]: readonly [number, number],
  orientation: number,
): Uint8Array {
  if (orientation === 1) return pixels;
  const { flipRows, flipColumns, transpose } = ORIENTATIONS[orientation - 1];
  const result = new Uint8Array(pixels.length);
  for (let row = 0, from = 0; row < height; row += 1) {
    const down = flipRows ? height - 1 - row : row;
    for (let column = 0; column < width; column += 1, from += 3) {
      const across = flipColumns ? width - 1 - column : column;
      const to = (transpose ? across * height + down : down * width + across) * 3;
      result[to] = pixels[from];
      result[to + 1] = pixels[from + 1];
      result[to + 2] = pixels[from + 2];
    }
  }
  return result;
}
