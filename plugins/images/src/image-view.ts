/** One image of a batch: `float32[height, width, 3]` from `start` on. */
export interface ImageView {
  readonly pixels: Float32Array;
  readonly start: number;
  readonly height: number;
  readonly width: number;
}

/** Where the image ends in its array. */
export const endOf = ({ start, height, width }: ImageView): number => start + height * width * 3;
