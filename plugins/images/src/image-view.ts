/** One image of a batch: `float32[height, width, channels]` from `start` on. */
export interface ImageView {
  readonly pixels: Float32Array;
  readonly start: number;
  readonly height: number;
  readonly width: number;
  /** 3 where nothing else is said. */
  readonly channels?: number;
}

/** Where the image ends in its array. */
export const endOf = ({ start, height, width, channels = 3 }: ImageView): number => start + height * width * channels;
