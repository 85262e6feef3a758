import { tf } from '../tfjs.js';
import { type Attributes, executeWithHidden, operate, registerNativeKernel, runKernel } from './native-operation.js';
import { isRecurrencePlain } from './plain-recurrence.js';

export type CudnnMode = 'rnn_relu' | 'rnn_tanh' | 'lstm' | 'gru';

/** Sequences, initial states and weights. */
export interface CudnnInputs {
  /** `float32[batch, time, features]`. */
  readonly x: tf.Tensor;
  /** `float32[batch, units]`: initial hidden state. */
  readonly state: tf.Tensor;
  /** `float32[batch, units]`: initial cell state of an LSTM. */
  readonly carry?: tf.Tensor;
  /** All weights in one tensor; see `cudnnParameters`. */
  readonly parameters: tf.Tensor;
  /**
   * `int32[batch]`: number of timesteps of each example, at least 1. Later timesteps are ignored; their outputs are
   * zeros.
   */
  readonly lengths: tf.Tensor;
}

const FORWARD = 'CudnnRecurrence';
const BACKWARD = 'CudnnRecurrenceGrad';

/** Returns whether `cudnnRecurrence` works on the current backend. */
export const hasCudnn = (): boolean => !isRecurrencePlain() && tf.getKernel(FORWARD, tf.getBackend()) !== undefined;

/** Registers TensorFlow's cuDNN operations, which run on GPUs only. */
export function registerCudnnRecurrence(): void {
  registerNativeKernel(FORWARD, (inputs, { mode }) =>
    // Hides the reserved outputs, which only the gradient uses: one of them has a data type that tfjs does not support.
    executeWithHidden('CudnnRNNV3', inOrder(inputs, GIVEN), attributesOf(mode, { is_training: true }), 5),
  );
  registerNativeKernel(BACKWARD, (inputs, { mode }) => {
    const order = [...GIVEN, ...MADE, 'dy', 'dlast', 'dlastCarry', ...RESERVED];
    return operate('CudnnRNNBackpropV3', inOrder(inputs, order), attributesOf(mode), 4);
  });
}

export function unregisterCudnnRecurrence(): void {
  for (const name of [FORWARD, BACKWARD]) tf.unregisterKernel(name, 'tensorflow');
}

const GIVEN = ['x', 'state', 'carry', 'parameters', 'lengths'];
const MADE = ['y', 'last', 'lastCarry'];
const RESERVED = ['reserved', 'reservedOnHost'];

const inOrder = (inputs: Readonly<Record<string, tf.Tensor>>, names: readonly string[]) =>
  names.map((name) => inputs[name]);

const attributesOf = (mode: unknown, bools: Readonly<Record<string, boolean>> = {}): Attributes => ({
  types: { T: 'float32' },
  strings: { rnn_mode: mode as CudnnMode, input_mode: 'linear_input', direction: 'unidirectional' },
  floats: { dropout: 0 },
  ints: { seed: 0, seed2: 0, num_proj: 0 },
  bools: { time_major: false, ...bools },
});

/**
 * Runs a recurrent cell over sequences with cuDNN (Chetlur et al., 2014, arXiv:1410.0759). Returns the outputs,
 * `float32[batch, time, units]`, the state after the last timestep of each example, `float32[batch, units]`, and for an
 * LSTM the cell state.
 */
export function cudnnRecurrence(inputs: CudnnInputs, mode: CudnnMode): tf.Tensor[] {
  const { x, state, carry, parameters, lengths } = inputs;
  const [batch, time] = x.shape;
  const units = state.shape[1] as number;
  // Adds the axis for layers, of size 1.
  const layered = (states: tf.Tensor) => tf.reshape(states, [batch, 1, units]);
  const run = tf.customGrad((...given: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = given.pop() as tf.GradSaveFunc;
    const named = Object.fromEntries(GIVEN.map((name, index) => [name, given[index]])) as Record<string, tf.Tensor>;
    const made = runKernel<tf.Tensor[]>(FORWARD, named, { mode });
    save([...(given as tf.Tensor[]), ...made]);
    const value = tf.concat(carry ? made.slice(0, 3) : made.slice(0, 2), 1);
    return { value, gradFunc: (dy, saved) => gradientsOf(dy, saved) };
  });
  const gradientsOf = (dy: tf.Tensor, saved: tf.Tensor[]) => {
    const names = [...GIVEN, ...MADE, ...RESERVED];
    const known = Object.fromEntries(names.map((name, index) => [name, saved[index]]));
    const parts = tf.split(dy, carry ? [time, 1, 1] : [time, 1], 1);
    const [dsequence, dlast, dlastCarry = tf.zerosLike(known.lastCarry)] = parts;
    const given = { ...known, dy: dsequence, dlast, dlastCarry };
    const gradients = runKernel<tf.Tensor[]>(BACKWARD, given, { mode });
    return [...gradients, tf.zerosLike(known.lengths)];
  };
  // Cells without a cell state need a placeholder value, which the operation ignores.
  const together = run(x, layered(state), carry ? layered(carry) : tf.scalar(0), parameters, lengths);
  const [y, ...states] = tf.split(together, carry ? [time, 1, 1] : [time, 1], 1);
  return [y, ...states.map((last) => tf.reshape(last, [batch, units]))];
}
