/** One image of a batch: `float32[height, width, channels]` at offset `start`. */
export interface ImageView {
  readonly pixels: Float32Array;
  readonly start: number;
  readonly height: number;
  readonly width: number;
  /** Default 3. */
  readonly channels?: number;
}

/** Returns the offset of the end of the image in its array. */
export const endOf = ({ start, height, width, channels = 3 }: ImageView): number => start + height * width * channels;
