import {
  bidirectional,
  convLstm2d,
  gru,
  gruCell,
  hardActivations,
  lstm,
  lstmCell,
  rnn,
  simpleRnn,
  simpleRnnCell,
} from '../src/layers/index.js';
import type { tf } from '../src/tfjs.js';

type Options = Readonly<Record<string, string | number | boolean>>;
type MergeMode = 'concat' | 'sum' | 'ave' | 'mul';
type Kind = 'simpleRnn' | 'lstm' | 'gru' | 'convLstm2d';

/** A recurrent layer and its calls. */
export interface RecurrentCase {
  readonly key: string;
  /** Several cells are stacked. */
  readonly cells: readonly { readonly kind: Kind; readonly options: Options }[];
  /** Options of the layer. A single cell has the other options. */
  readonly options: Options;
  readonly mergeMode: MergeMode | null;
  /** Shape of the inputs. */
  readonly shape: readonly number[];
  /** `bool[batch, time]`. */
  readonly mask: readonly (readonly boolean[])[] | null;
  /** Number of consecutive calls of a stateful layer. */
  readonly calls: number;
}

const [BATCH, TIME] = [4, 6];
const SEQUENCES = [BATCH, TIME, 3];
const FILMS = [2, 4, 5, 4, 2];

type Kept = (row: number, step: number, time: number) => boolean;
const MASKS: Readonly<Record<string, Kept | null>> = {
  whole: null,
  'padded behind': (row, step, time) => step < time - row,
  'padded in front': (row, step) => step >= row,
  'a row of nothing': (row, step) => row !== 1 && step % 3 !== row % 3,
};

const CELLS: Readonly<Record<string, readonly { readonly kind: Kind; readonly options: Options }[]>> = {
  simpleRnn: [{ kind: 'simpleRnn', options: { units: 5 } }],
  lstm: [{ kind: 'lstm', options: { units: 5 } }],
  gru: [{ kind: 'gru', options: { units: 5 } }],
  gruResetBefore: [{ kind: 'gru', options: { units: 5, resetAfter: false } }],
  // More units than a SIMD vector holds.
  gruResetBeforeWide: [{ kind: 'gru', options: { units: 19, resetAfter: false } }],
  convLstm2d: [{ kind: 'convLstm2d', options: { filters: 3, kernelSize: 2 } }],
  // Inputs and states share one convolution.
  convLstm2dSame: [{ kind: 'convLstm2d', options: { filters: 3, kernelSize: 3, padding: 'same' } }],
  stacked: [
    { kind: 'lstm', options: { units: 5 } },
    { kind: 'gru', options: { units: 4 } },
    { kind: 'simpleRnn', options: { units: 3 } },
    { kind: 'gru', options: { units: 5, resetAfter: false } },
  ],
};

/** Options to combine, with their non-default values. */
const CHOICES = {
  mask: Object.keys(MASKS).slice(1),
  returnSequences: [true],
  goBackwards: [true],
  activation: ['relu', 'hardSigmoid', 'linear'],
  recurrentActivation: ['relu', 'hardSigmoid', 'linear'],
  useBias: [false],
  unitForgetBias: [false],
  mergeMode: ['concat', 'sum', 'ave', 'mul'],
  stateful: [true],
} as const;

type Choice = Readonly<Record<string, string | boolean>>;
const OF_LAYER = ['returnSequences', 'goBackwards', 'stateful'];

const isFilm = (name: string) => CELLS[name][0].kind === 'convLstm2d';

function recurrentCase(name: string, choice: Choice): RecurrentCase {
  const { mask = 'whole', mergeMode = null, ...chosen } = choice;
  const options = Object.fromEntries(Object.entries(chosen).filter(([option]) => OF_LAYER.includes(option)));
  const cells = CELLS[name].map(({ kind, options: own }) => ({
    kind,
    options: {
      ...own,
      ...Object.fromEntries(
        Object.entries(chosen).filter(([option]) => !OF_LAYER.includes(option) && knows(kind, option)),
      ),
    },
  }));
  const shape = isFilm(name) ? FILMS : SEQUENCES;
  const kept = MASKS[mask as string];
  return {
    key: [name, ...Object.entries(choice).map(([option, value]) => `${option}=${value}`)].join(' '),
    cells,
    options,
    shape,
    mergeMode: mergeMode as MergeMode | null,
    mask:
      kept &&
      Array.from({ length: shape[0] }, (_, row) =>
        Array.from({ length: shape[1] }, (_, step) => kept(row, step, shape[1])),
      ),
    calls: choice.stateful ? 2 : 1,
  };
}

function knows(kind: Kind, option: string): boolean {
  if (option === 'unitForgetBias') return kind === 'lstm' || kind === 'convLstm2d';
  return option !== 'recurrentActivation' || kind !== 'simpleRnn';
}

/** Keras does not support convolutional LSTMs in bidirectional layers. */
const fits = (name: string, option: string) =>
  CELLS[name].some(({ kind }) => knows(kind, option)) && (option !== 'mergeMode' || !isFilm(name));

/**
 * Keras rejects goBackwards in bidirectional layers. Unbounded gates raise a state to 1e29 in two calls, where Keras'
 * float32 differs from its float64 by more than the tolerance.
 */
function comparable({ mergeMode, goBackwards, stateful, recurrentActivation = '' }: Choice): boolean {
  const unbounded = ['relu', 'linear'].includes(recurrentActivation as string);
  return !(mergeMode && goBackwards) && !(stateful && unbounded);
}

/** Returns each option combined with each cell, and `several` random combinations of more options. */
export function recurrentCases(several: number, seed: number): RecurrentCase[] {
  const names = Object.keys(CELLS);
  const choices = names.flatMap((name): (readonly [string, Choice])[] => {
    const known = Object.entries(CHOICES).filter(([option]) => fits(name, option));
    const alone = known.flatMap(([option, values]) => values.map((value) => [name, { [option]: value }] as const));
    return [[name, {}], ...alone];
  });
  const random = randomFrom(seed);
  const any = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  for (let count = 0; count < several; count += 1) {
    const name = any(names);
    const chosen = Object.entries(CHOICES).filter(([option]) => fits(name, option) && random() < 0.5);
    const choice: Choice = Object.fromEntries(
      chosen.map(([option, values]) => [option, any<string | boolean>(values)]),
    );
    if (comparable(choice)) choices.push([name, choice]);
  }
  const cases = choices.map(([name, choice]) => recurrentCase(name, choice));
  return [...new Map(cases.map((one) => [one.key, one])).values()];
}

const trained = (key: string, name: string, mergeMode: MergeMode | null = null): RecurrentCase => ({
  ...recurrentCase(name, mergeMode ? { mergeMode } : {}),
  key,
  shape: isFilm(name) ? [8, 4, 6, 5, 2] : [20, 6, 3],
});

/** One case of each kind. */
export const trainedCases: readonly RecurrentCase[] = [
  ...['simpleRnn', 'lstm', 'gru', 'gruResetBefore', 'convLstm2d', 'convLstm2dSame', 'stacked'].map((name) =>
    trained(name, name),
  ),
  trained('bidirectional', 'gruResetBefore', 'concat'),
  trained('bidirectionalStacked', 'stacked', 'sum'),
];

/** mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LAYERS = { simpleRnn, lstm, gru, convLstm2d } as unknown as Record<Kind, (options: object) => tf.layers.Layer>;
const CELL_LAYERS: Record<string, (options: never) => tf.layers.Layer> = {
  simpleRnn: simpleRnnCell,
  lstm: lstmCell,
  gru: gruCell,
};

const ourOptions = (options: Options) =>
  Object.fromEntries(
    Object.entries(options).map(([option, value]) => [
      option,
      value === 'hardSigmoid' ? hardActivations.hardSigmoid : value,
    ]),
  );

/** Returns the layer with further options. */
export function layerOf(
  { cells, options, mergeMode }: Pick<RecurrentCase, 'cells' | 'options' | 'mergeMode'>,
  more: object = {},
) {
  const [first] = cells;
  const all = { ...options, ...more };
  const layer =
    cells.length === 1
      ? LAYERS[first.kind]({ ...ourOptions(first.options), ...all })
      : rnn({ cell: cells.map((cell) => CELL_LAYERS[cell.kind](ourOptions(cell.options) as never)), ...all });
  return mergeMode ? bidirectional({ layer, mergeMode, ...more }) : layer;
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const inSnakeCase = (options: Options) =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [snakeCase(name), value === 'hardSigmoid' ? 'hard_sigmoid' : value]),
  );

/** Returns the case in Keras' argument names. */
export const inKeras = <Case extends Pick<RecurrentCase, 'cells' | 'options'>>(one: Case) => ({
  ...one,
  options: inSnakeCase(one.options),
  cells: one.cells.map(({ kind, options }) => ({ kind, options: inSnakeCase(options) })),
});
