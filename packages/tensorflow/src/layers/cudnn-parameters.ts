import type { CudnnMode } from '../kernels/cudnn-recurrence.js';
import { tf } from '../tfjs.js';

/** Where cuDNN's gates are among Keras': a GRU has reset and update the other way round. */
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
  /** `float32[gates * units]`, or that of the inputs and that of the state, `float32[2, gates * units]`. */
  readonly bias: tf.Tensor | null;
}

/**
 * The weights of a cell as cuDNN takes them, one after the other: of each gate the kernel, transposed; the kernels of the state; the biases of the
 * inputs and of the state. The same as Keras makes of them, which gives cuDNN one bias where there is one.
 */
export function cudnnParameters({ kernel, recurrentKernel, bias }: CellWeights, mode: CudnnMode): tf.Tensor1D {
  const gates = GATES[mode];
  const inOrder = (values: tf.Tensor, axis: number) => {
    // The gradient of one part alone is an error in tfjs.
    const parts = gates.length > 1 ? tf.split(values, gates.length, axis) : [values];
    return gates.map((gate) => parts[gate]);
  };
  const width = kernel.shape[1] as number;
  const biases = bias?.rank === 2 ? tf.unstack(bias) : [tf.zeros([width]), bias ?? tf.zeros([width])];
  const kernels = [kernel, recurrentKernel].flatMap((values) => inOrder(values, 1).map((part) => tf.transpose(part)));
  const all = [...kernels, ...biases.flatMap((values) => inOrder(values, 0))];
  return tf.concat1d(all.map((part) => tf.reshape(part, [part.size]) as tf.Tensor1D));
}
