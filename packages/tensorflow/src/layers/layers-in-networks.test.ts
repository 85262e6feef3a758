import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelCodec } from '@expgraph/model-io/codec';
import type { Model } from '@expgraph/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../test/optimizers.js';
import { ArrayDataset, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { wave, weightsOf } from '../../test/small-network.js';
import { cloneModel, disposeModel } from '../model/clone-model.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { Trainer } from '../training/trainer.js';
import {
  conv2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  gru,
  hardActivations,
  hardSigmoid,
  hardSwish,
  lstm,
  normalization,
  seededDropout,
} from './index.js';

let folder: string;
beforeAll(async () => {
  await startBackend();
  folder = await mkdtemp(join(tmpdir(), 'expgraph-layers-'));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

type Symbolic = tf.SymbolicTensor;

const IMAGE = [6, 6, 4];
const SEQUENCE = [5, 4];

/** Builds a network of layers with weights that follow a formula. */
function network(shape: number[], layers: (x: Symbolic) => Symbolic): Model {
  const inputs = tf.input({ shape, name: 'input' });
  const predictions = tf.layers.dense({ units: 3, activation: 'softmax', name: 'predictions' });
  const model = tf.model({ inputs, outputs: predictions.apply(layers(inputs)) as Symbolic });
  for (const [index, weight] of model.weights.entries()) {
    const spread = weight.originalName.endsWith('variance') ? 1 : 0;
    const values = wave(weight.read().size, index).map((value) => value + spread);
    const tensor = tf.tensor(values, weight.shape as number[]);
    weight.write(tensor);
    tensor.dispose();
  }
  return { network: model, card: { architecture: 'test', input: { shape: ['batch', ...shape] } } };
}

/** Chains layers under unique names. */
const chain =
  (...layers: tf.layers.Layer[]) =>
  (x: Symbolic): Symbolic =>
    layers.reduce((below, layer) => layer.apply(below) as Symbolic, x);

/** Squeeze-and-excitation (Hu et al., 2018, arXiv:1709.01507) on a branch with stochastic depth. */
function images(): Model {
  const excite = chain(
    globalAveragePooling2d({ keepDims: true, name: 'squeeze' }),
    conv2d({ filters: 8, kernelSize: 1, activation: hardActivations.hardSigmoid, name: 'excite' }),
  );
  return network(IMAGE, (x) => {
    const normalized = normalization({ name: 'normalize', axis: -1, mean: [0, 0.1, 0.2, 0.3], variance: [1, 2, 3, 4] });
    const grouped = conv2d({ filters: 8, kernelSize: 3, groups: 2, padding: 'same', name: 'grouped' });
    const branch = chain(normalized, grouped, hardSwish({ name: 'swish' }))(x);
    const scaled = tf.layers.multiply({ name: 'scaled' }).apply([branch, excite(branch)]) as Symbolic;
    const kept = seededDropout({ rate: 0.4, noiseShape: [null, 1, 1, 1], name: 'depth' }).apply(scaled);
    const sum = tf.layers.add({ name: 'sum' }).apply([branch, kept as Symbolic]) as Symbolic;
    return chain(hardSigmoid({ name: 'sigmoid' }), globalMaxPooling2d({ name: 'pool' }))(sum);
  });
}

const networks: Record<string, { make: () => Model; shape: number[] }> = {
  images: { make: images, shape: IMAGE },
  'weights of normalization': {
    make: () =>
      network([4], chain(normalization({ name: 'normalize' }), tf.layers.dense({ units: 4, name: 'hidden' }))),
    shape: [4],
  },
  gru: {
    make: () =>
      network(SEQUENCE, chain(gru({ units: 6, returnSequences: true, name: 'a' }), gru({ units: 5, name: 'b' }))),
    shape: SEQUENCE,
  },
  'gru with dropout': {
    make: () => network(SEQUENCE, chain(gru({ units: 6, dropout: 0.3, recurrentDropout: 0.3, name: 'gru' }))),
    shape: SEQUENCE,
  },
  'gru of tfjs with dropout': {
    make: () =>
      network(SEQUENCE, chain(gru({ units: 6, dropout: 0.3, recurrentDropout: 0.3, resetAfter: false, name: 'gru' }))),
    shape: SEQUENCE,
  },
  'lstm with dropout': {
    make: () => network(SEQUENCE, chain(lstm({ units: 6, dropout: 0.3, recurrentDropout: 0.3, name: 'lstm' }))),
    shape: SEQUENCE,
  },
};

const SIZE = 20;

function examples(shape: number[]): ArrayDataset {
  const length = shape.reduce((product, size) => product * size, 1);
  const labels = Int32Array.from({ length: SIZE }, (_, index) => (index * 7) % 3);
  const features = wave(SIZE * length, 3).map((value, index) => value + labels[Math.floor(index / length)] / 2);
  return new ArrayDataset(features, shape, labels);
}

async function train(model: Model, shape: number[], execution: 'auto' | 'eager') {
  const notices: string[] = [];
  const trainer = new Trainer({
    epochs: 6,
    batchSize: 6,
    loss: 'categoricalCrossentropy',
    execution,
    notice: (line) => notices.push(line),
    optimizer: adam({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
    random: new TestRandom(),
    progress: new QuietProgress(),
    tracker: new RecordingTracker(),
    signal: new AbortController().signal,
  });
  const { model: trained, history } = await trainer.fit(model, examples(shape));
  const weights = weightsOf(trained);
  disposeModel(trained);
  return { weights, loss: history.loss, notices };
}

/** Returns the outputs for an input of ones. */
const outputs = ({ network }: Model, shape: number[]) =>
  tf.tidy(() => [...(network.predict(tf.ones([1, ...shape])) as tf.Tensor).dataSync()]);

async function stored(model: Model): Promise<string> {
  const target = await mkdtemp(join(folder, 'm-'));
  await modelCodec.encode(model, target);
  return target;
}

describe.each(Object.entries(networks))('a network of these layers: %s', (_, { make, shape }) => {
  it('learns the same as a graph and eagerly, and leaks no tensors', async () => {
    const model = make();
    await train(model, shape, 'auto');
    const before = tf.memory().numTensors;
    const [graph, eager] = [await train(model, shape, 'auto'), await train(model, shape, 'eager')];
    expect(tf.memory().numTensors).toBe(before);
    expect(graph.notices).toEqual([]);
    expect(graph.loss[5]).toBeLessThan(graph.loss[0]);
    for (const [epoch, loss] of eager.loss.entries()) expect(graph.loss[epoch]).toBeCloseTo(loss, 4);
    for (const [name, values] of Object.entries(eager.weights)) {
      for (const [index, value] of values.entries()) expect(graph.weights[name][index], name).toBeCloseTo(value, 3);
    }
    disposeModel(model);
  });

  it('computes the same after cloning and after saving and loading', async () => {
    const model = make();
    const expected = outputs(model, shape);
    const before = tf.memory().numTensors;
    const copies = [cloneModel(model), await modelCodec.decode(await stored(model))];
    for (const copy of copies) {
      expect(outputs(copy, shape)).toEqual(expected);
      expect(weightsOf(copy)).toEqual(weightsOf(model));
      disposeModel(copy);
    }
    expect(tf.memory().numTensors).toBe(before);
    disposeModel(model);
  });
});

/** Returns the outputs of plain tfjs for a saved model and an input of ones, or the first line of its error. */
async function openInPlainTfjs(model: Model, shape: number[]): Promise<number[] | string> {
  const target = await stored(model);
  const program = `
    const tf = require(${JSON.stringify(createRequire(import.meta.url).resolve('@tensorflow/tfjs'))});
    const { readFileSync } = require('fs');
    const { modelTopology, weightsManifest } = JSON.parse(readFileSync(${JSON.stringify(join(target, 'model.json'))}));
    const weightData = Uint8Array.from(readFileSync(${JSON.stringify(join(target, 'weights.bin'))})).buffer;
    tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }))
      .then((model) => [...model.predict(tf.ones(${JSON.stringify([1, ...shape])})).dataSync()])
      .catch((error) => error.message.split(/[.\\n]/)[0])
      .then((result) => process.stdout.write('RESULT' + JSON.stringify(result)));`;
  const output = execFileSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output.slice(output.lastIndexOf('RESULT') + 6));
}

describe('plain tfjs', () => {
  const convolution = (options: object) => conv2d({ filters: 4, kernelSize: 3, name: 'conv', ...options });
  const pooling = (keepDims: boolean) => globalAveragePooling2d({ keepDims, name: 'pool' });
  const flat = () => tf.layers.flatten({ name: 'flat' });

  it.each<[string, number[], () => tf.layers.Layer[]]>([
    ['pooling and a convolution', IMAGE, () => [convolution({}), pooling(false)]],
    ['a gru without resetAfter', SEQUENCE, () => [gru({ units: 3, resetAfter: false, name: 'gru' })]],
    ['an lstm', SEQUENCE, () => [lstm({ units: 3, name: 'lstm' })]],
  ])('loads models with %s and computes the same', async (_, shape, layers) => {
    const model = network(shape, chain(...layers()));
    const expected = outputs(model, shape).map((value) => expect.closeTo(value, 5));
    expect(await openInPlainTfjs(model, shape)).toEqual(expected);
    disposeModel(model);
  });

  it.each<[string, string, number[], () => tf.layers.Layer[]]>([
    ['groups', 'Unknown layer: GroupedConv2D', IMAGE, () => [convolution({ groups: 2 }), pooling(false)]],
    ['keepDims', 'Unknown layer: GlobalAveragePooling2DKeepDims', IMAGE, () => [pooling(true), flat()]],
    ['normalization', 'Unknown layer: Normalization', [4], () => [normalization({ name: 'normalize' })]],
    ['a hard swish', 'Unknown activation: hardSwish', [4], () => [hardSwish({ name: 'swish' })]],
    ['a hard sigmoid', 'Unknown activation: hardSigmoidRelu6', [4], () => [hardSigmoid({ name: 'sigmoid' })]],
    [
      'a gru with resetAfter',
      'GRUCell does not support reset_after parameter set to true',
      SEQUENCE,
      () => [gru({ units: 3, name: 'gru' })],
    ],
  ])('does not load models with %s', async (_, message, shape, layers) => {
    const model = network(shape, chain(...layers()));
    expect(await openInPlainTfjs(model, shape)).toBe(message);
    disposeModel(model);
  });
});
