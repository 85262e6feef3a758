import { tf } from '../tfjs.js';
import { type Attributes, executeWithHidden, operate, registerNativeKernel, runKernel } from './native-operation.js';
import { isRecurrencePlain } from './plain-recurrence.js';

export type CudnnMode = 'rnn_relu' | 'rnn_tanh' | 'lstm' | 'gru';

/** Sequences, and what they go through. */
export interface CudnnInputs {
  /** `float32[batch, time, features]`. */
  readonly x: tf.Tensor;
  /** `float32[batch, units]`. */
  readonly state: tf.Tensor;
  /** The same, of an LSTM. */
  readonly carry?: tf.Tensor;
  /** All weights in one tensor, see `cudnnParameters`. */
  readonly parameters: tf.Tensor;
  /** `int32[batch]`: the steps of each example, one at least. What follows them is not read, and gives zeros. */
  readonly lengths: tf.Tensor;
}

const FORWARD = 'CudnnRecurrence';
const BACKWARD = 'CudnnRecurrenceGrad';

/** Whether sequences can go through `cudnnRecurrence` on the backend that is in use. */
export const hasCudnn = (): boolean => !isRecurrencePlain() && tf.getKernel(FORWARD, tf.getBackend()) !== undefined;

/** TensorFlow's operations for cuDNN, which are there on a GPU alone. */
export function registerCudnnRecurrence(): void {
  registerNativeKernel(FORWARD, (inputs, { mode }) =>
    // What is reserved for the gradient is read by it alone: a part of it has a type that tfjs does not know.
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
 * Takes sequences through a cell in cuDNN (Chetlur et al., 2014, arXiv:1410.0759). Returns the outputs, `float32[batch, time, units]`, and
 * the state after the last step of each example, `float32[batch, units]`; of an LSTM its carry as well.
 */
export function cudnnRecurrence(inputs: CudnnInputs, mode: CudnnMode): tf.Tensor[] {
  const { x, state, carry, parameters, lengths } = inputs;
  const [batch, time] = x.shape;
  const units = state.shape[1] as number;
  // One layer of cells has an axis of its own.
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
  // Other cells have no carry: the operation takes a number that it does not look at.
  const together = run(x, layered(state), carry ? layered(carry) : tf.scalar(0), parameters, lengths);
  const [y, ...states] = tf.split(together, carry ? [time, 1, 1] : [time, 1], 1);
  return [y, ...states.map((last) => tf.reshape(last, [batch, units]))];
}
