/** One weight of a file, row-major. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * The weights of a file: by layer, in the order of the model that it was written from, then by Keras' name of the weight (`kernel`,
 * `gamma`, `moving_mean`).
 *
 * Some files tell places, which `assignWeights` finds in the network:
 * - a weight called `0`, `1` ... is the first, second ... of its layer;
 * - one called `cell/cells/gru_cell_1/3` is of the second GRU of stacked cells, whose order the file does not tell;
 * - a layer called `layers/conv2d_1` is the second Conv2D of the network (Keras 3; most files tell the layer's name as well);
 * - a layer called `convolutions/1` is the second convolution, into which the batch normalization has been folded (TensorFlow Lite).
 */
export type LayerWeights = ReadonlyMap<string, ReadonlyMap<string, Weight>>;

/** How many numbers a shape has room for. */
export const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
