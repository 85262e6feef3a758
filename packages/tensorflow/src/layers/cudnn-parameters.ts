import type { CudnnMode } from '../kernels/cudnn-recurrence.js';
import { tf } from '../tfjs.js';

/** Index in Keras' order of each of cuDNN's gates. cuDNN swaps the reset and update gates of a GRU. */
const GATES: Readonly<Record<CudnnMode, readonly number[]>> = {
  rnn_relu: [0],
  rnn_tanh: [0],
  lstm: [0, 1, 2, 3],
  gru: [1, 0, 2],
};

export interface CellWeights {
  /** `float32[features, gates * units]`, gate by gate in Keras' order. */
  readonly kernel: tf.Tensor;
  /** `float32[units, gates * units]`. */
  readonly recurrentKernel: tf.Tensor;
  /** `float32[gates * units]`, or input and recurrent biases, `float32[2, gates * units]`. */
  readonly bias: tf.Tensor | null;
}

/**
 * Concatenates the weights of a cell in cuDNN's order: the transposed kernel of each gate, the recurrent kernels, the
 * input biases, the recurrent biases. Equals the layout of Keras, which sets cuDNN's second bias to zero if the cell
 * has one bias.
 */
export function cudnnParameters({ kernel, recurrentKernel, bias }: CellWeights, mode: CudnnMode): tf.Tensor1D {
  const gates = GATES[mode];
  const inOrder = (values: tf.Tensor, axis: number) => {
    // In tfjs, the gradient of a split into one part fails.
    const parts = gates.length > 1 ? tf.split(values, gates.length, axis) : [values];
    return gates.map((gate) => parts[gate]);
  };
  const width = kernel.shape[1] as number;
  const biases = bias?.rank === 2 ? tf.unstack(bias) : [tf.zeros([width]), bias ?? tf.zeros([width])];
  const kernels = [kernel, recurrentKernel].flatMap((values) => inOrder(values, 1).map((part) => tf.transpose(part)));
  const all = [...kernels, ...biases.flatMap((values) => inOrder(values, 0))];
  return tf.concat1d(all.map((part) => tf.reshape(part, [part.size]) as tf.Tensor1D));
}
