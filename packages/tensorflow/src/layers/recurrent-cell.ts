import { type CudnnMode, hasCudnn } from '../kernels/cudnn-recurrence.js';
import { hasRecurrence, NATIVE_ACTIVATIONS, type RecurrenceCell, recurrence } from '../kernels/recurrence.js';
import { tf } from '../tfjs.js';
import { runCudnnCell } from './run-cudnn-cell.js';
import { type RecurrentOutput, runStepByStep, type StepOptions } from './run-step-by-step.js';

interface Activation {
  apply(x: tf.Tensor): tf.Tensor;
  getClassName(): string;
}

/** The members of tfjs' cells, whose classes are not exported, that this package uses. */
export interface RecurrentCell extends tf.layers.Layer {
  readonly units: number;
  readonly stateSize: number | number[];
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly activation: Activation;
  readonly recurrentActivation?: Activation;
  readonly kernel: tf.LayerVariable;
  readonly recurrentKernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable | null;
  /** Whether a GRU applies its reset gate after the product of the state and the recurrent kernel. */
  readonly resetAfter?: boolean;
}

/** Dropout masks of inputs, `float32[batch, features]`, and states, `float32[batch, units]`. */
export interface DropoutMasks {
  readonly inputs?: tf.Tensor;
  readonly states?: tf.Tensor;
}

/**
 * Runs a cell over `float32[batch, time, features]`, as one operation if possible, otherwise step by step. All
 * timesteps and gates share one dropout mask (Gal and Ghahramani, 2016, arXiv:1512.05287).
 */
export function runCell(
  cell: RecurrentCell,
  x: tf.Tensor,
  states: readonly tf.Tensor[],
  dropped: DropoutMasks,
  options: StepOptions,
): RecurrentOutput {
  const kind = kindOf(cell);
  const entering = dropped.inputs ? tf.mul(x, tf.expandDims(dropped.inputs, 1)) : x;
  const mode = hasCudnn() && !dropped.states ? cudnnMode(cell, kind) : undefined;
  if (mode) return runCudnnCell(cell, mode, entering, states, options);
  const [inputBias, bias] = biasesOf(cell);
  const projected = project(entering as tf.Tensor3D, cell.kernel.read() as tf.Tensor2D, inputBias);
  const kernel = cell.recurrentKernel.read() as tf.Tensor2D;
  if (hasRecurrence() && isNativeCell(cell)) {
    const [state, carry = null] = states;
    const { keep, ...how } = options;
    const tensors = { x: projected, kernel, bias, state, carry, dropped: dropped.states ?? null, keep };
    const activation = cell.activation.getClassName();
    const [y, last, lastCarry] = recurrence(tensors, { cell: kind, activation, ...how });
    return { y, states: kind === 'lstm' ? [last, lastCarry] : [last] };
  }
  const step = STEPS[kind](cell, kernel, bias);
  const drop = (state: tf.Tensor) => (dropped.states ? tf.mul(state, dropped.states) : state) as tf.Tensor2D;
  return runStepByStep(projected, states, (at, before) => step(at, before, drop), options);
}

const KINDS: Readonly<Record<string, RecurrenceCell>> = {
  SimpleRNNCell: 'simple',
  LSTMCell: 'lstm',
  GRUCell: 'gru',
};

const kindOf = (cell: RecurrentCell): RecurrenceCell =>
  cell.resetAfter === false ? 'gruResetBefore' : KINDS[cell.getClassName()];

function isNativeCell({ activation, recurrentActivation }: RecurrentCell): boolean {
  const gates = recurrentActivation?.getClassName() ?? 'sigmoid';
  return gates === 'sigmoid' && NATIVE_ACTIVATIONS.includes(activation.getClassName());
}

/** Returns cuDNN's mode for a cell, if cuDNN supports it. */
function cudnnMode(cell: RecurrentCell, kind: RecurrenceCell): CudnnMode | undefined {
  const activation = cell.activation.getClassName();
  if (kind === 'simple') return activation === 'tanh' || activation === 'relu' ? `rnn_${activation}` : undefined;
  if (activation !== 'tanh' || cell.recurrentActivation?.getClassName() !== 'sigmoid') return undefined;
  return kind === 'gruResetBefore' ? undefined : kind;
}

/** Returns the input bias and the recurrent bias, which only a GRU has. */
function biasesOf({ bias, resetAfter }: RecurrentCell): [tf.Tensor | null, tf.Tensor | null] {
  if (!bias) return [null, null];
  return resetAfter ? (tf.unstack(bias.read()) as [tf.Tensor, tf.Tensor]) : [bias.read(), null];
}

/**
 * Multiplies the inputs of all timesteps by the kernel: `float32[batch, time, features]` to `float32[batch, time, gates
 * * units]`.
 */
function project(x: tf.Tensor3D, kernel: tf.Tensor2D, bias: tf.Tensor | null): tf.Tensor {
  const [batch, time, features] = x.shape;
  const product = tf.matMul(tf.reshape(x, [batch * time, features]) as tf.Tensor2D, kernel);
  return tf.reshape(bias ? tf.add(product, bias) : product, [batch, time, kernel.shape[1]]);
}

type Step = (x: tf.Tensor, states: readonly tf.Tensor[], drop: (state: tf.Tensor) => tf.Tensor2D) => tf.Tensor[];
type Steps = (cell: RecurrentCell, kernel: tf.Tensor2D, bias: tf.Tensor | null) => Step;

/** Computes a timestep of each cell from the projected inputs, `float32[batch, gates * units]`, and the states. */
const STEPS: Readonly<Record<RecurrenceCell, Steps>> = {
  simple:
    ({ activation }, kernel) =>
    (x, [state], drop) => [activation.apply(tf.add(x, tf.matMul(drop(state), kernel)))],
  lstm:
    ({ activation, recurrentActivation }, kernel) =>
    (x, [state, carry], drop) => {
      const gate = recurrentActivation as Activation;
      const [input, forget, candidate, output] = tf.split(tf.add(x, tf.matMul(drop(state), kernel)), 4, 1);
      const added = tf.mul(gate.apply(input), activation.apply(candidate));
      const next = tf.add(tf.mul(gate.apply(forget), carry), added);
      return [tf.mul(gate.apply(output), activation.apply(next)), next];
    },
  gru: resetAfter,
  gruResetBefore: resetBefore,
};

function resetAfter(
  { units, activation, recurrentActivation }: RecurrentCell,
  kernel: tf.Tensor2D,
  bias: tf.Tensor | null,
): Step {
  return (x, [state], drop) => {
    const product = tf.matMul(drop(state), kernel);
    const [fromInput, candidateOfInput] = tf.split(x, [2 * units, units], 1);
    const [fromState, candidateOfState] = tf.split(bias ? tf.add(product, bias) : product, [2 * units, units], 1);
    const gates = (recurrentActivation as Activation).apply(tf.add(fromInput, fromState));
    const [update, reset] = tf.split(gates, 2, 1);
    const candidate = activation.apply(tf.add(candidateOfInput, tf.mul(reset, candidateOfState)));
    return [tf.add(candidate, tf.mul(update, tf.sub(state, candidate)))];
  };
}

function resetBefore({ units, activation, recurrentActivation }: RecurrentCell, kernel: tf.Tensor2D): Step {
  const [ofGates, ofCandidate] = tf.split(kernel, [2 * units, units], 1) as tf.Tensor2D[];
  return (x, [state], drop) => {
    const entering = drop(state);
    const [fromInput, candidateOfInput] = tf.split(x, [2 * units, units], 1);
    const gates = (recurrentActivation as Activation).apply(tf.add(fromInput, tf.matMul(entering, ofGates)));
    const [update, reset] = tf.split(gates, 2, 1);
    const product = tf.matMul(tf.mul(reset, entering) as tf.Tensor2D, ofCandidate);
    const candidate = activation.apply(tf.add(candidateOfInput, product));
    return [tf.add(candidate, tf.mul(update, tf.sub(state, candidate)))];
  };
}
