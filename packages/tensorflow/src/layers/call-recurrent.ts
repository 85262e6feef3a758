import { tf } from '../tfjs.js';
import { carriedStates } from './carried-states.js';
import { type RecurrentCell, runCell } from './recurrent-cell.js';
import type { RecurrentOutput } from './run-step-by-step.js';
import { dropoutMask } from './seeded-dropout.js';

/** The members of tfjs' recurrent layers, whose classes are not exported, that this package uses. */
export interface RecurrentLayer extends tf.layers.Layer {
  cell: tf.layers.Layer & { readonly stateSize: number | number[] };
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
  /** Set by wrappers: output zeros for masked timesteps instead of repeating the previous output. */
  zeroOutputForMask?: boolean;
  states: tf.Tensor[];
  resetStates(states?: tf.Tensor[], training?: boolean): void;
}

export interface CallOptions {
  /** `bool[batch, time]`. */
  readonly mask?: tf.Tensor | null;
  readonly training?: boolean;
  readonly initialState?: tf.Tensor[];
}

/**
 * Calls a recurrent layer. `pass` computes the outputs and last states of a sequence from its initial states. `zeros`
 * creates zero states.
 */
export function callRecurrent(
  layer: RecurrentLayer,
  inputs: tf.Tensor | tf.Tensor[],
  { mask, training = false, initialState }: CallOptions,
  zeros: (x: tf.Tensor) => tf.Tensor[],
  pass: (x: tf.Tensor, states: readonly tf.Tensor[], keep: tf.Tensor | null) => RecurrentOutput,
): tf.Tensor | tf.Tensor[] {
  return tf.tidy(() => {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const carried = layer.stateful ? carriedStates() : undefined;
    const held = carried ? undefined : ownStates(layer);
    const first = initialState ?? held ?? carried?.take(() => zeros(x)) ?? zeros(x);
    const keep = mask ? tf.cast(Array.isArray(mask) ? mask[0] : mask, 'bool') : null;
    const { y, states } = pass(x, first, keep);
    if (held) layer.resetStates([...states], training);
    carried?.keep(states);
    return layer.returnState ? [y, ...states] : y;
  });
}

/** Returns the states that a layer with a fixed batch size keeps itself, as in tfjs, unless a caller carries them. */
const ownStates = (layer: RecurrentLayer) =>
  layer.stateful && layer.inputSpec[0].shape?.[0] != null ? layer.states : undefined;

/** Calls a recurrent layer of one cell or of stacked cells, each of which takes the outputs of the previous one. */
export function callCells(
  layer: RecurrentLayer,
  cells: readonly RecurrentCell[],
  inputs: tf.Tensor | tf.Tensor[],
  options: CallOptions,
): tf.Tensor | tf.Tensor[] {
  const sizes = cells.map(({ stateSize }) => [stateSize].flat());
  const zeros = (x: tf.Tensor) => layerStates(sizes).map((size) => tf.zeros([x.shape[0], size]));
  return callRecurrent(layer, inputs, options, zeros, (x, first, keep) => {
    const backwards = layer.goBackwards;
    let through: RecurrentOutput = { y: x, states: [] };
    let mask = keep;
    const last = cells.map((cell, index) => {
      const above = index < cells.length - 1;
      const dropped = options.training ? masksOf(cell, through.y, `${layer.name}${index > 0 ? `/${index}` : ''}`) : {};
      const how = {
        goBackwards: backwards && index === 0,
        zeroOutputForMask: layer.zeroOutputForMask ?? false,
        returnSequences: above || layer.returnSequences,
      };
      through = runCell(cell, through.y, statesOf(first, sizes, index), dropped, { keep: mask, ...how });
      // The outputs are already in processing order.
      if (backwards && index === 0 && above && mask) mask = tf.reverse(mask, 1);
      return through.states;
    });
    return { y: through.y, states: last.reverse().flat() };
  });
}

/** tfjs keeps the states of stacked cells in one list, starting with the last cell. */
const layerStates = (sizes: readonly number[][]) => sizes.slice().reverse().flat();

function statesOf(states: readonly tf.Tensor[], sizes: readonly number[][], cell: number): tf.Tensor[] {
  const start = sizes.slice(cell + 1).flat().length;
  return states.slice(start, start + sizes[cell].length);
}

function masksOf({ dropout, recurrentDropout, units }: RecurrentCell, x: tf.Tensor, name: string) {
  const mask = (size: number, rate: number, of: string) =>
    rate > 0 && rate < 1 ? dropoutMask([x.shape[0], size], rate, `${name}/${of}`) : undefined;
  return { inputs: mask(x.shape[2] as number, dropout, 'inputs'), states: mask(units, recurrentDropout, 'state') };
}
