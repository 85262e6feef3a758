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

/** Activations that the native operation supports; gates always use sigmoid. */
export const NATIVE_ACTIVATIONS: readonly string[] = Object.keys(ACTIVATION);

/** The reset gate of a GRU is applied after the product of the state and its kernel, or before. */
export type RecurrenceCell = keyof typeof RECURRENT_CELL;

/** How a sequence goes through a cell. */
export interface RecurrenceOptions {
  readonly cell: RecurrenceCell;
  readonly activation: string;
  readonly goBackwards: boolean;
  /** The output of a step that is masked is 0, rather than that of the step before. */
  readonly zeroOutputForMask: boolean;
  readonly returnSequences: boolean;
}

/** Tensors of a sequence; a gate is `units` wide, an LSTM has four, a GRU three. Null stands for what there is not. */
export interface RecurrenceInputs {
  /** Inputs times their kernel: `float32[batch, time, gates * units]`. */
  readonly x: tf.Tensor;
  /** Of the state: `float32[units, gates * units]`. */
  readonly kernel: tf.Tensor;
  /** Of the state, for a GRU with its reset gate after the product: `float32[gates * units]`. */
  readonly bias: tf.Tensor | null;
  /** `float32[batch, units]`. */
  readonly state: tf.Tensor;
  readonly carry: tf.Tensor | null;
  /** What the state is multiplied by before its kernel: `float32[batch, units]`. */
  readonly dropped: tf.Tensor | null;
  /** `bool[batch, time]`, false for steps that are passed over. */
  readonly keep: tf.Tensor | null;
}

/** Whether sequences can go through `recurrence`. */
export const hasRecurrence = (): boolean =>
  !isRecurrencePlain() && isNative() && recurrentOps() !== undefined && !nativeBackend().binding.isUsingGpuDevice();

/** A sequence through a cell as one operation, with a gradient that is one as well; see `native/recurrence.cc`. */
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
      // Not in the thunks: each runs in a scope of its own, which would free what the others need.
      const [dx, apart, dfirst, dcarried] = runKernel<tf.Tensor[]>('RecurrenceGrad', inputs, attributes);
      const drecurrent = rows(apart.size > 0 ? apart : dx);
      return {
        x: () => dx,
        kernel: () => {
          const entering = dropped.size > 0 ? tf.mul(before, tf.expandDims(dropped, 1)) : before;
          if (attributes.cell !== 'gruResetBefore') return tf.matMul(rows(entering), drecurrent, true);
          const units = kernel.shape[0];
          const [dgates, dcandidate] = tf.split(drecurrent, [2 * units, units], 1);
          // The last gate has seen the state after the reset gate, which `inner` is.
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
  ...[x, kernel, bias, state, carry, dropped, keep],
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

/** All but the last axis as one. */
const rows = (tensor: tf.Tensor): tf.Tensor2D => tf.reshape(tensor, [-1, tensor.shape[tensor.rank - 1]]);

/**
 * Takes a sequence through a cell. Returns the outputs, `float32[batch, time, units]` or, of the last step alone,
 * `float32[batch, units]`, and the last state and carry.
 */
export function recurrence(inputs: RecurrenceInputs, options: RecurrenceOptions): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const none = tf.zeros([0]);
  const { x, kernel, bias, state, carry, dropped, keep } = inputs;
  const tensors = {
    ...{ x, kernel, state, bias: bias ?? none, carry: carry ?? none, dropped: dropped ?? none },
    keep: keep ?? tf.zeros([0], 'bool'),
  };
  // What only a gradient needs is not written where none is taken.
  const differentiable = tf.engine().state.gradientDepth > 0;
  const [y, last, lastCarry] = runKernel<tf.Tensor[]>('Recurrence', tensors, { ...options, differentiable });
  return [y, last, lastCarry];
}
