import { ACTIVATION, type RECURRENT_CELL, recurrentOps } from '@expgraph/native/addons';
import { tf } from '../tfjs.js';
import {
  isNative,
  nativeBackend,
  operate,
  registerGradientInstead,
  registerNativeKernel,
  runKernel,
} from './native-operation.js';
import { isRecurrencePlain } from './plain-recurrence.js';

/** Activations that the native operation supports. Its recurrent activation is always a sigmoid. */
export const NATIVE_ACTIVATIONS: readonly string[] = Object.keys(ACTIVATION);

/**
 * Recurrent cells. A GRU applies its reset gate after the product of the state and the recurrent kernel;
 * `gruResetBefore` applies it before.
 */
export type RecurrenceCell = keyof typeof RECURRENT_CELL;

/** Options of a recurrence. */
export interface RecurrenceOptions {
  readonly cell: RecurrenceCell;
  readonly activation: string;
  readonly goBackwards: boolean;
  /** Output zeros for masked timesteps instead of repeating the previous output. */
  readonly zeroOutputForMask: boolean;
  readonly returnSequences: boolean;
}

/** Tensors of a recurrence. A gate has `units` values; an LSTM has four gates, a GRU three. Absent tensors are null. */
export interface RecurrenceInputs {
  /** `float32[batch, time, gates * units]`: inputs multiplied by their kernel. */
  readonly x: tf.Tensor;
  /** `float32[units, gates * units]`: recurrent kernel. */
  readonly kernel: tf.Tensor;
  /** `float32[gates * units]`: recurrent bias of a GRU that applies its reset gate after the product. */
  readonly bias: tf.Tensor | null;
  /** `float32[batch, units]`: initial state. */
  readonly state: tf.Tensor;
  readonly carry: tf.Tensor | null;
  /** `float32[batch, units]`: recurrent dropout mask, by which the state is multiplied before its kernel. */
  readonly dropped: tf.Tensor | null;
  /** `bool[batch, time]`: false for masked timesteps. */
  readonly keep: tf.Tensor | null;
}

/** Returns whether `recurrence` works on the current backend. */
export const hasRecurrence = (): boolean =>
  !isRecurrencePlain() && isNative() && recurrentOps() !== undefined && !nativeBackend().binding.isUsingGpuDevice();

/** Registers a recurrence over a sequence as one operation, and its gradient as one; see `native/recurrence.cc`. */
export function registerRecurrence(): void {
  registerNativeKernel('Recurrence', (inputs, attributes) =>
    operate('ExpgraphRecurrence', inOrder(inputs), attributesOf(attributes), 6),
  );
  registerNativeKernel('RecurrenceGrad', (inputs, attributes) => {
    const { gates, before, inner, dy, dstate, dcarry } = inputs;
    const given = [...inOrder({ ...inputs, x: gates }), before, inner, dy, dstate, dcarry];
    return operate('ExpgraphRecurrenceGrad', given, attributesOf(attributes), 4);
  });
  registerGradientInstead({
    kernelName: 'Recurrence',
    inputsToSave: ['kernel', 'bias', 'state', 'carry', 'dropped', 'keep'],
    outputsToSave: [false, false, false, true, true, true],
    gradFunc: (dys, saved, attributes) => {
      const [dy, dstate, dcarry] = dys as tf.Tensor[];
      const [kernel, bias, state, carry, dropped, keep, gates, before, inner] = saved;
      const inputs = { kernel, bias, state, carry, dropped, keep, gates, before, inner, dy, dstate, dcarry };
      // Run the kernel outside the thunks: each runs in its own scope, which would dispose of tensors that the others
      // need.
      const [dx, apart, dfirst, dcarried] = runKernel<tf.Tensor[]>('RecurrenceGrad', inputs, attributes);
      const drecurrent = rows(apart.size > 0 ? apart : dx);
      return {
        x: () => dx,
        kernel: () => {
          const entering = dropped.size > 0 ? tf.mul(before, tf.expandDims(dropped, 1)) : before;
          if (attributes.cell !== 'gruResetBefore') return tf.matMul(rows(entering), drecurrent, true);
          const units = kernel.shape[0];
          const [dgates, dcandidate] = tf.split(drecurrent, [2 * units, units], 1);
          // The candidate gate multiplies the state after the reset gate, which is `inner`.
          const parts = [tf.matMul(rows(entering), dgates, true), tf.matMul(rows(inner), dcandidate, true)];
          return tf.concat(parts, 1);
        },
        bias: () => runKernel('BiasAddGrad', { dy: drecurrent }),
        state: () => dfirst,
        carry: () => dcarried,
      };
    },
  });
}

type Named = Readonly<Record<string, tf.Tensor>>;

const inOrder = ({ x, kernel, bias, state, carry, dropped, keep }: Named) => [
  x,
  kernel,
  bias,
  state,
  carry,
  dropped,
  keep,
];

function attributesOf(attributes: Record<string, unknown>) {
  const { cell, activation, goBackwards, zeroOutputForMask, returnSequences, differentiable } = attributes;
  return {
    strings: { cell, activation } as Record<string, string>,
    bools: {
      go_backwards: goBackwards,
      zero_output_for_mask: zeroOutputForMask,
      return_sequences: returnSequences,
      differentiable,
    } as Record<string, boolean>,
  };
}

/** Flattens all axes but the last. */
const rows = (tensor: tf.Tensor): tf.Tensor2D => tf.reshape(tensor, [-1, tensor.shape[tensor.rank - 1]]);

/**
 * Runs a cell over a sequence. Returns the outputs, `float32[batch, time, units]` or, for the last timestep only,
 * `float32[batch, units]`, and the last state and cell state.
 */
export function recurrence(inputs: RecurrenceInputs, options: RecurrenceOptions): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const none = tf.zeros([0]);
  const { x, kernel, bias, state, carry, dropped, keep } = inputs;
  const tensors = {
    x,
    kernel,
    state,
    bias: bias ?? none,
    carry: carry ?? none,
    dropped: dropped ?? none,
    keep: keep ?? tf.zeros([0], 'bool'),
  };
  // Outputs needed only by the gradient are skipped outside of gradient computations.
  const differentiable = tf.engine().state.gradientDepth > 0;
  const [y, last, lastCarry] = runKernel<tf.Tensor[]>('Recurrence', tensors, { ...options, differentiable });
  return [y, last, lastCarry];
}
