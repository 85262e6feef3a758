import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LayerSpec } from '@expgraph/sdk';
import {
  batchNormalization,
  bidirectional,
  globalAveragePooling1d,
  globalMaxPooling1d,
  gru,
  lstm,
  lstmCell,
  rescaling,
  rnn,
  seededDropout,
  simpleRnn,
} from '@expgraph/tensorflow/layers';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleInput, maskedNetworks, network } from '../../test/exported-networks.js';
import { type PlainResult, plainClassNames, predictInPlainTfjs } from '../../test/plain-tfjs.js';
import { layerSpecs } from '../codec/layer-specs.js';
import { modelCodec } from '../codec/model-codec.js';
import { checkExport } from './check-export.js';
import { exportModel } from './export-model.js';
import { plainKinds } from './stock-layers.js';

type Make = () => tf.layers.Layer;

/** Layers that map sequences to sequences. */
const SEQUENCES: Readonly<Record<string, Make>> = {
  dense: () => tf.layers.dense({ units: 3, activation: 'tanh' }),
  dropout: () => seededDropout({ rate: 0.3 }),
  normalization: () => batchNormalization({}),
  layerNormalization: () => tf.layers.layerNormalization({}),
  rescaling: () => rescaling({ scale: 2, offset: 1 }),
  each: () => tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 3 }) }),
  prelu: () => tf.layers.prelu(),
  elu: () => tf.layers.elu(),
  leakyRelu: () => tf.layers.leakyReLU(),
  noise: () => tf.layers.gaussianNoise({ stddev: 1 }),
  permute: () => tf.layers.permute({ dims: [1, 2] }),
  conv1d: () => tf.layers.conv1d({ filters: 3, kernelSize: 2, padding: 'same' }),
  maxPooling: () => tf.layers.maxPooling1d({ poolSize: 2, strides: 1, padding: 'same' }),
  averagePooling: () => tf.layers.averagePooling1d({ poolSize: 2, strides: 1, padding: 'same' }),
  lstm: () => lstm({ units: 3, returnSequences: true }),
  backwards: () => lstm({ units: 3, returnSequences: true, goBackwards: true }),
  gru: () => gru({ units: 3, returnSequences: true, resetAfter: false }),
  cells: () => rnn({ cell: [lstmCell({ units: 3 }), lstmCell({ units: 2 })], returnSequences: true }),
  bidirectional: () => bidirectional({ layer: lstm({ units: 2, returnSequences: true }) }),
};
const LAST: Readonly<Record<string, Make>> = {
  ...SEQUENCES,
  lastLstm: () => lstm({ units: 3 }),
  lastSimple: () => simpleRnn({ units: 3, goBackwards: true }),
  lastBidirectional: () => bidirectional({ layer: gru({ units: 2, resetAfter: false }) }),
  flatten: () => tf.layers.flatten(),
  average: () => globalAveragePooling1d(),
  maximum: () => globalMaxPooling1d(),
};

let folder: string;
beforeAll(async () => {
  await startBackend();
  folder = await mkdtemp(join(tmpdir(), 'expgraph-masked-'));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const outputsOf = (model: tf.LayersModel, { shape, values, dtype }: ReturnType<typeof exampleInput>) =>
  tf.tidy(() => [...(model.predict(tf.tensor(values, shape, dtype)) as tf.Tensor).dataSync()]);

const difference = (expected: readonly number[], found: PlainResult) =>
  Math.max(...expected.map((value, index) => Math.abs(value - Number(found.outputs?.[0][index] ?? Number.NaN))));

const card = { architecture: 'masked', input: { dtype: 'int32', shape: ['batch', 6] } } as const;

describe('masked networks as tfjs-layers', () => {
  it('give the same outputs in plain TensorFlow.js or are rejected', async () => {
    const embedding = () => tf.layers.embedding({ inputDim: 7, outputDim: 4, maskZero: true });
    const chains = Object.entries(SEQUENCES).flatMap(([below, one]) =>
      Object.entries(LAST).map(([above, other]) => ({ name: `${below} > ${above}`, parts: [one, other] })),
    );
    chains.push(...Object.entries(LAST).map(([name, make]) => ({ name, parts: [make] })));
    const cases = [];
    for (const [index, { name, parts }] of chains.entries()) {
      const model = network([6], [embedding(), ...parts.map((make) => make())], 'int32');
      const path = join(folder, `chain-${index}`);
      await mkdir(path);
      await modelCodec.encode({ network: model, card }, path);
      const input = exampleInput(model, 4);
      let refused = false;
      try {
        checkExport('tfjs-layers', layerSpecs(model));
      } catch {
        refused = true;
      }
      cases.push({ name, path, inputs: [input], expected: outputsOf(model, input), refused });
      model.dispose();
    }
    const found = await predictInPlainTfjs(cases);
    const wrong = cases.filter(({ expected }, index) => !(difference(expected, found[index]) < 1e-5));
    const refused = cases.filter((each) => each.refused);
    expect(refused.map(({ name }) => name)).toEqual(wrong.map(({ name }) => name));
    expect(wrong.length).toBeGreaterThan(50);
  }, 300_000);

  it('are rejected by the layer specs of the model codec', async () => {
    const model = maskedNetworks['masked average']();
    const found = await modelCodec.describe?.({ network: model, card });
    const { layers } = found as { layers: LayerSpec[] };
    expect(layers.map(({ kind, frozen }) => [kind, frozen])).toContainEqual(['Embedding', false]);
    expect(() => checkExport('tfjs-layers', layers)).toThrow('includes masked timesteps in the average');
    expect(() => checkExport('keras', layers)).not.toThrow();
    model.dispose();
  });

  it('are rejected with the name of the layer and the formats that work', async () => {
    const model = maskedNetworks['masked average']();
    const error = await exportModel({ network: model, card }, 'tfjs-layers', folder).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: 'EXPGRAPH_EXPORT_TFJS_MASK',
      message:
        'Plain TensorFlow.js computes the layer "average" differently: it includes masked timesteps in the average.',
      notes: ['Replace tfjs-layers with tfjs-graph, saved-model, keras or h5, which give the same numbers as here.'],
    });
    model.dispose();
  });
});

describe('networks with token inputs', () => {
  it.each(Object.entries(maskedNetworks))('give the same outputs as tfjs-graph: %s', async (name, make) => {
    const model = make();
    const path = join(folder, name.replaceAll(' ', '-'));
    await mkdir(path);
    await exportModel({ network: model, card }, 'tfjs-graph', path);
    const inputs = [1, 4, 7].map((batch) => exampleInput(model, batch));
    const expected = inputs.map((input) => outputsOf(model, input));
    const [found] = await predictInPlainTfjs([{ path, inputs }]);
    expect(found.error).toBeUndefined();
    for (const [batch, outputs] of expected.entries()) {
      expect(difference(outputs, { outputs: [found.outputs?.[batch] ?? []] })).toBeLessThan(1e-5);
    }
    expect(found.dtypes).toEqual(['int32']);
    model.dispose();
  });

  it.each(['tfjs-graph', 'tfjs-layers'] as const)('declare int32 in their files and card: %s', async (format) => {
    const model = maskedNetworks['masked LSTM']();
    const path = join(folder, `declared-${format}`);
    await mkdir(path);
    await exportModel({ network: model, card: { ...card, input: { shape: ['batch', 6] } } }, format, path);
    const [{ dtypes }] = await predictInPlainTfjs([{ path, inputs: [] }]);
    const written = JSON.parse(await readFile(join(path, 'card.json'), 'utf8'));
    expect({ dtypes, input: written.input }).toEqual({
      dtypes: ['int32'],
      input: { dtype: 'int32', shape: ['batch', 6] },
    });
    model.dispose();
  });

  it('give 0 for the average of a fully padded sequence', () => {
    const model = network(
      [6],
      [tf.layers.embedding({ inputDim: 7, outputDim: 4, maskZero: true }), globalAveragePooling1d()],
      'int32',
    );
    expect(outputsOf(model, { shape: [1, 6], dtype: 'int32', values: [0, 0, 0, 0, 0, 0] })).toEqual([0, 0, 0, 0]);
    model.dispose();
  });
});

it('lists the layers of plain TensorFlow.js', async () => {
  const known = await plainClassNames();
  expect(plainKinds().filter((name) => !known.includes(name))).toEqual([]);
});
