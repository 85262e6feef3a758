import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '@expgraph/sdk';
import { nativeBackend } from '@expgraph/tensorflow/kernels';
import { bidirectional, gru, hardActivations, lstm } from '@expgraph/tensorflow/layers';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bidirectionalNetwork, convolutionalNetwork } from '../../test/exported-networks.js';
import { wave } from '../../test/small-network.js';
import { assignWeights } from '../weights/assign-weights.js';
import { readWeights } from '../weights/read-weights.js';
import type { ExportFormat } from './check-export.js';
import { exportModel } from './export-model.js';

const FORMATS = ['keras', 'h5', 'saved-model', 'tfjs-graph', 'tfjs-layers'] as const;
let folder: string;
beforeAll(async () => {
  await startBackend();
  folder = await mkdtemp(join(tmpdir(), 'expgraph-export-'));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const modelOf = (network: tf.LayersModel): Model => {
  const shape = network.inputs[0].shape.map((size) => size ?? 'batch');
  const input = { dtype: 'float32', shape, range: '-1..1' } as const;
  return { network, card: { architecture: 'small', input, classes: ['a', 'b', 'c'] } };
};

async function exported(network: tf.LayersModel, format: ExportFormat): Promise<string> {
  const target = await mkdtemp(join(folder, 'export-'));
  await exportModel(modelOf(network), format, target);
  return target;
}

/** Returns an input batch for a network and its outputs. */
function example(network: tf.LayersModel, batch: number): { values: Float32Array; shape: number[]; outputs: number[] } {
  const shape = [batch, ...(network.inputs[0].shape.slice(1) as number[])];
  const values = wave(
    shape.reduce((product, size) => product * size),
    batch,
  );
  const outputs = tf.tidy(() => [...(network.predict(tf.tensor(values, shape)) as tf.Tensor).dataSync()]);
  return { values, shape, outputs };
}

const chain = (shape: number[], ...layers: tf.layers.Layer[]): tf.LayersModel =>
  tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: shape }), ...layers] });

const plainNetwork = () =>
  chain([5], tf.layers.dense({ name: 'hidden', units: 4 }), tf.layers.dense({ name: 'predictions', units: 3 }));

describe('exported models', () => {
  it.each(FORMATS)('are reproducible as %s, include the card, and leak no tensors', async (format) => {
    const network = format === 'tfjs-layers' ? plainNetwork() : convolutionalNetwork();
    const before = tf.memory().numTensors;
    const [first, second] = [await exported(network, format), await exported(network, format)];
    expect(tf.memory().numTensors).toBe(before);
    expect(() => execFileSync('diff', ['-r', first, second])).not.toThrow();
    expect(JSON.parse(await readFile(join(first, 'card.json'), 'utf8'))).toEqual(modelOf(network).card);
    network.dispose();
  });

  it.each([
    ['keras', 'model.keras'],
    ['h5', 'model.h5'],
    ['tfjs-layers', 'model.json'],
  ] as const)('have all weights when read back from %s', async (format, file) => {
    const make = format === 'tfjs-layers' ? plainNetwork : bidirectionalNetwork;
    const [network, other] = [make(), make()];
    const weights = await readWeights(join(await exported(network, format), file));
    tf.tidy(() => other.setWeights(other.getWeights().map((weight) => tf.zerosLike(weight))));
    assignWeights(other, weights, file);
    for (const [index, weight] of network.getWeights().entries()) {
      expect(other.getWeights()[index].dataSync()).toEqual(weight.dataSync());
    }
    for (const each of [network, other]) each.dispose();
  });

  it('are archives of the three files that Keras reads', async () => {
    const path = await exported(convolutionalNetwork(), 'keras');
    expect((await readdir(path)).sort()).toEqual(['card.json', 'model.keras']);
    const { openPromise } = await import('yauzl');
    const archive = await openPromise(join(path, 'model.keras'), {});
    const names: string[] = [];
    for await (const { fileName } of archive.eachEntry()) names.push(fileName);
    expect(names).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
  });

  it.each([
    ['convolutions', convolutionalNetwork],
    ['recurrent layers', bidirectionalNetwork],
    ['a sequential', () => chain([5], tf.layers.dense({ units: 4, inputShape: [5] }), tf.layers.dense({ units: 3 }))],
  ])('with %s give the same outputs as a SavedModel, for batches of any size', async (_, make) => {
    const network = make();
    const { binding } = nativeBackend();
    const session = binding.loadSavedModel(await exported(network, 'saved-model'), 'serve');
    for (const batch of [1, 5]) {
      const { values, shape, outputs } = example(network, batch);
      const input = binding.createTensor(shape, 1, values);
      const [result] = binding.runSavedModel(
        session,
        [input],
        `${network.inputNames[0]}:0`,
        `${network.outputNames[0]}_output:0`,
      );
      const found = binding.tensorDataSync(result.id) as Float32Array;
      for (const [index, value] of outputs.entries()) expect(found[index]).toBeCloseTo(value, 5);
      for (const id of [input, result.id]) binding.deleteTensor(id);
    }
    binding.deleteSavedModel(session);
    network.dispose();
  });
});

it.each(['keras', 'h5'] as const)(
  'accept any batch and start with zero states if their layers are stateful: %s',
  async (format) => {
    const network = chain(
      [4, 2],
      bidirectional({ layer: lstm({ units: 2, stateful: true }) }),
      tf.layers.dense({ units: 1 }),
    );
    const [file] = (await readdir(await exported(network, format))).filter((name) => name.startsWith('model'));
    const bytes = await readFile(join(await exported(network, format), file));
    expect(bytes.includes('return_sequences')).toBe(true);
    expect(bytes.includes('stateful')).toBe(false);
    network.dispose();
  },
);

describe('models that a format cannot express', () => {
  const refusals: Record<string, [make: () => tf.LayersModel, format: ExportFormat, message: string]> = {
    'an activation that Keras lacks': [
      () => chain([5], tf.layers.dense({ name: 'gate', units: 2, activation: 'hardSigmoid' })),
      ...(['keras', 'Keras does not support activation: hard_sigmoid, which the layer "gate" has.'] as const),
    ],
    'a layer that Keras lacks': [
      () => chain([5], tf.layers.thresholdedReLU({ name: 'cut' })),
      ...(['h5', 'Keras has no layer of the kind ThresholdedReLU, which the layer "cut" is.'] as const),
    ],
    'a stateful layer': [
      () => chain([4, 2], bidirectional({ name: 'memory', layer: lstm({ units: 2, stateful: true }) })),
      ...([
        'tfjs-layers',
        'Plain TensorFlow.js has no stateful layer for batches of any size, which the layer "memory" needs.',
      ] as const),
    ],
    'a nested network': [
      () => {
        const inner = tf.sequential({ name: 'inner', layers: [tf.layers.dense({ units: 2, inputShape: [5] })] });
        return chain([5], inner, tf.layers.dense({ units: 2 }));
      },
      ...(['keras', 'The layer "inner" is a nested network'] as const),
    ],
    'a layer that plain TensorFlow.js lacks': [
      () =>
        chain([4, 3], tf.layers.bidirectional({ name: 'gates', layer: gru({ units: 2 }) as tf.RNN, mergeMode: 'sum' })),
      ...(['tfjs-layers', 'Plain TensorFlow.js has no GRU with resetAfter, which the layer "gates" needs.'] as const),
    ],
    'an activation that plain TensorFlow.js lacks': [
      () => chain([5], tf.layers.dense({ name: 'gate', units: 2, activation: hardActivations.hardSwish })),
      ...(['tfjs-layers', 'Plain TensorFlow.js has no activation hardSwish, which the layer "gate" needs.'] as const),
    ],
    'an operation that graphs of TensorFlow.js lack': [
      () => chain([2, 2, 2, 1], tf.layers.conv3dTranspose({ name: 'grow', filters: 1, kernelSize: 2 })),
      ...(['tfjs-graph', 'no operation Conv3DBackpropInputV2, which the layer "grow" needs.'] as const),
    ],
    'an unknown size': [
      () => chain([null as unknown as number, 3], tf.layers.globalMaxPooling1d({})),
      ...(['saved-model', 'the size of its input is unknown'] as const),
    ],
  };
  it.each(Object.entries(refusals))('are rejected: %s', async (_, [make, format, message]) => {
    const network = make();
    await expect(exported(network, format)).rejects.toThrow(message);
    network.dispose();
  });

  it('are rejected if a layer computes with the batch size', async () => {
    class Share extends tf.layers.Layer {
      static readonly className = 'Share';
      override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
        const [x] = [inputs].flat();
        return tf.div(x, tf.scalar(x.shape[0] + 0.5));
      }
    }
    const network = chain([5], new Share({ name: 'share' }));
    const message = 'The layer "share" cannot be part of a graph: it uses values that depend on the batch size';
    await expect(exported(network, 'saved-model')).rejects.toThrow(message);
  });
});
