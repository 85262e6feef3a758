/** One weight of a file, row-major. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The weights of a file: by layer, then by Keras' name of the weight (`kernel`, `gamma`, `moving_mean`). */
export type LayerWeights = ReadonlyMap<string, ReadonlyMap<string, Weight>>;
