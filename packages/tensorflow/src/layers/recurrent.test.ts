import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectKeras, SEQUENCES } from '../../fixtures/keras-layers.js';
import { emulateCudnn } from '../../test/emulated-cudnn.js';
import { wave } from '../../test/small-network.js';
import { hasRecurrence } from '../kernels/recurrence.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
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
} from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

const shape = SEQUENCES;
const MASK = [5, 3, 1].map((steps) => Array.from({ length: 5 }, (_, step) => step < steps));
const HOLES = [
  [false, true, true, false, true],
  [false, false, false, false, false],
  [false, false, true, true, true],
];
const LONG = [19, 4, 3];
const LONG_MASK = Array.from({ length: 19 }, (_, example) =>
  Array.from({ length: 4 }, (_, step) => (3 * example + step) % 5 !== 0),
);
const FRAMES = [2, 3, 5, 4, 2];

const stacked = ({ units: _, ...options }: object & { units: number }) =>
  rnn({ cell: [gruCell({ units: 6 }), lstmCell({ units: 5 }), simpleRnnCell({ units: 4 })], ...options });
const LAYERS = { simpleRnn, gru, lstm, stacked };
const sequences = { returnSequences: true };
const backwards = { returnSequences: true, goBackwards: true };

/** The variants of each layer in `keras-layers.py`. */
const VARIANTS = [
  ['the last output', '', {}, {}],
  ['all outputs, backwards', 'Backwards', backwards, {}],
  ['the last output before padding', 'Masked', {}, { mask: MASK }],
  ['all outputs with masked timesteps', 'SequencesHoles', sequences, { mask: HOLES }],
  ['all outputs backwards with masked timesteps', 'BackwardsHoles', backwards, { mask: HOLES }],
  [
    'a number of units that does not fill a SIMD vector, with many examples',
    'Long',
    { units: 17, ...sequences },
    { shape: LONG, mask: LONG_MASK },
  ],
] as const;

const PLACES = [
  ['native TensorFlow', 'tensorflow', false],
  ['JavaScript', 'cpu', false],
  ['a device with cuDNN', 'tensorflow', true],
] as const;

describe.each(PLACES)('recurrent layers on %s, against Keras', (_, backend, cudnn) => {
  let device: { stop(): void } | undefined;

  beforeEach(async () => {
    await tf.setBackend(backend);
    if (cudnn) device = emulateCudnn();
  });

  afterEach(() => device?.stop());

  describe.each(Object.entries(LAYERS))('%s', (name, layer) => {
    it.each(VARIANTS)('computes %s', (_, variant, options, given) =>
      expectKeras(`${name}${variant}`, layer({ units: 6, ...options }), { shape, ...given } as never),
    );
  });

  it('supports other activations, without bias', () => {
    expectKeras('simpleRnnRelu', simpleRnn({ units: 6, activation: 'relu', useBias: false }), { shape });
    expectKeras('lstmSigmoid', lstm({ units: 6, activation: 'sigmoid', useBias: false }), { shape });
    const { hardSigmoid } = hardActivations;
    expectKeras('lstmOther', lstm({ units: 6, activation: 'softsign', recurrentActivation: hardSigmoid }), { shape });
  });

  it('applies the reset gate before the product, with masked timesteps', () =>
    expectKeras('gruResetBeforeHoles', gru({ units: 6, resetAfter: false, ...sequences }), { shape, mask: HOLES }));

  it.each([
    ['bothLstm', lstm, {}, undefined, undefined],
    ['bothGruSequences', gru, sequences, undefined, undefined],
    ['bothSum', simpleRnn, sequences, 'sum', undefined],
    ['bothAve', lstm, sequences, 'ave', undefined],
    ['bothMul', gru, {}, 'mul', undefined],
    ['bothHoles', lstm, sequences, undefined, HOLES],
    ['bothMasked', gru, {}, undefined, MASK],
  ] as const)('works in a bidirectional layer: %s', (name, layer, options, mergeMode, mask) =>
    expectKeras(name, bidirectional({ layer: layer({ units: 6, ...options }), ...(mergeMode && { mergeMode }) }), {
      shape,
      mask,
    }),
  );

  it('convolves', () => {
    expectKeras('convLstm', convLstm2d({ filters: 3, kernelSize: 2 }), { shape: FRAMES });
    const strided = { filters: 3, kernelSize: [3, 2], padding: 'same', strides: 2 } as const;
    expectKeras('convLstmSequences', convLstm2d({ ...strided, kernelSize: [3, 2], ...backwards }), { shape: FRAMES });
    const dilated = { filters: 3, kernelSize: 2, padding: 'same', dilationRate: 2, ...sequences } as const;
    const mask = [
      [true, false, true],
      [false, true, false],
    ];
    expectKeras('convLstmMasked', convLstm2d(dilated as never), { shape: FRAMES, mask });
  });
});

describe.each([true, false])('one convolution of inputs and states, with bias: %s', (useBias) => {
  it('matches tfjs, which convolves them separately', () => {
    const options = { filters: 3, kernelSize: 3, padding: 'same', recurrentActivation: 'sigmoid', useBias } as const;
    const [stock, ours] = [tf.layers.convLstm2d(options), convLstm2d(options)];
    tf.tidy(() => {
      const x = tf.tensor(wave(240, 1), [2, 3, 5, 4, 2]);
      const expected = stock.apply(x) as tf.Tensor;
      ours.apply(x);
      ours.setWeights(stock.getWeights());
      const found = (ours.apply(x) as tf.Tensor).dataSync();
      for (const [index, value] of expected.dataSync().entries()) expect(found[index]).toBeCloseTo(value, 5);
    });
  });
});

it('works with stacked cells in a bidirectional layer', () => {
  const cell = [lstmCell({ units: 3 }), gruCell({ units: 2 })];
  const both = bidirectional({ layer: rnn({ cell, returnSequences: true }) });
  expect(tf.tidy(() => (both.apply(tf.ones([2, 5, 4])) as tf.Tensor).shape)).toEqual([2, 5, 4]);
  expect(both.weights).toHaveLength(12);
});

it('has native operations on TensorFlow', async () => {
  await tf.setBackend('tensorflow');
  expect(hasRecurrence()).toBe(true);
});
