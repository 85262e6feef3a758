import type { Box } from './resample.js';

/** What each orientation of EXIF does to the stored image, so that it is seen as it was taken: first it is mirrored along its axes, then they change places. */
interface Turn {
  readonly upsideDown: boolean;
  readonly leftRight: boolean;
  /** Rows become columns. */
  readonly transposed: boolean;
}

const turn = (upsideDown: boolean, leftRight: boolean, transposed: boolean): Turn => ({
  upsideDown,
  leftRight,
  transposed,
});

/** By orientation, from 1. */
const TURNS: readonly Turn[] = [
  turn(false, false, false),
  turn(false, true, false),
  turn(true, true, false),
  turn(true, false, false),
  turn(false, false, true),
  turn(true, false, true),
  turn(true, true, true),
  turn(false, true, true),
];

/** A size of the image as it is seen, and of the image as it is stored, are each other's. */
export function turnedSize([height, width]: readonly [number, number], orientation: number): [number, number] {
  return TURNS[orientation - 1].transposed ? [width, height] : [height, width];
}

/** Where a box of the image as it is seen lies in the stored one, which is `[height, width]`. */
export function storedBox(box: Box, [height, width]: readonly [number, number], orientation: number): Box {
  const { upsideDown, leftRight, transposed } = TURNS[orientation - 1];
  const stored = transposed ? { top: box.left, left: box.top, height: box.width, width: box.height } : box;
  return {
    ...stored,
    top: upsideDown ? height - stored.top - stored.height : stored.top,
    left: leftRight ? width - stored.left - stored.width : stored.left,
  };
}

/** Turns pixels `uint8[height, width, 3]` as they are stored to how they are seen. */
export function turnPixels(
  pixels: Uint8Array,
  [height, width]: readonly [number, number],
  orientation: number,
): Uint8Array {
  if (orientation === 1) return pixels;
  const { upsideDown, leftRight, transposed } = TURNS[orientation - 1];
  const result = new Uint8Array(pixels.length);
  for (let row = 0, from = 0; row < height; row += 1) {
    const down = upsideDown ? height - 1 - row : row;
    for (let column = 0; column < width; column += 1, from += 3) {
      const across = leftRight ? width - 1 - column : column;
      const to = (transposed ? across * height + down : down * width + across) * 3;
      result[to] = pixels[from];
      result[to + 1] = pixels[from + 1];
      result[to + 2] = pixels[from + 2];
    }
  }
  return result;
}
