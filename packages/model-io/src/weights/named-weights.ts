/** A weight of a file, row-major. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Weights of a file by layer, in the order of the saved model, then by Keras' weight name (`kernel`, `gamma`,
 * `moving_mean`).
 *
 * Some files identify weights by position, which `assignWeights` resolves:
 * - weights named `0`, `1` ... are the first, second ... of their layer;
 * - `cell/cells/gru_cell_1/3` is a weight of the second GRU among stacked cells, whose order the file does not contain;
 * - the layer `layers/conv2d_1` is the second Conv2D of the network (Keras 3; most files also contain the layer's
 * name);
 * - the layer `convolutions/1` is the second convolution, with its batch normalization folded in (TensorFlow Lite).
 */
export type LayerWeights = ReadonlyMap<string, ReadonlyMap<string, Weight>>;

/** Returns the number of values in a shape. */
export const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
