import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bidirectional, gru, gruCell, lstmCell, normalization, rnn } from '@expgraph/tensorflow/layers';
import { tf } from '@expgraph/tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignWeights } from './assign-weights.js';
import type { Weight } from './named-weights.js';
import { readKerasH5 } from './read-keras-h5.js';
import { readWeights } from './read-weights.js';
import { unfoldBatchNormalization } from './unfold-batch-normalization.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/weights/${name}`, import.meta.url));
const file = fixture('model.h5');
let network: tf.Sequential;

/** The network of `fixtures/weights/make_fixtures.py`. */
beforeEach(() => {
  network = tf.sequential({
    layers: [
      tf.layers.conv2d({ name: 'stem', filters: 4, kernelSize: [3, 2], inputShape: [6, 5, 2] }),
      tf.layers.depthwiseConv2d({ name: 'filter', kernelSize: [2, 3] }),
      tf.layers.conv2d({ name: 'project', filters: 3, kernelSize: 1, useBias: false }),
      tf.layers.batchNormalization({ name: 'norm' }),
    ],
  });
});
afterEach(() => void network.dispose());

describe('assignWeights', () => {
  it('assigns weights by layer and name, including depthwise kernels, which Keras 3 names "kernel"', async () => {
    const weights = await readKerasH5(file);
    const before = tf.memory().numTensors;
    assignWeights(network, weights, 'model.h5');
    expect(tf.memory().numTensors).toBe(before);
    for (const layer of network.layers) {
      const found = layer.getWeights().map((weight) => [...weight.dataSync()]);
      const expected = [...(weights.get(layer.name)?.values() ?? [])].map(({ values }) => [...values]);
      expect(found, layer.name).toEqual(expected);
    }
  });

  it('assigns the weights of stacked cells regardless of their order in the file', () => {
    const cell = [lstmCell({ units: 2 }), gruCell({ units: 2 }), lstmCell({ units: 2 })];
    const stacked = tf.sequential({
      layers: [bidirectional({ layer: rnn({ cell }), name: 'both', batchInputShape: [null, 3, 2] } as never)],
    });
    // The first value of each weight is its index in the network.
    const cells = ['lstm_cell', 'gru_cell', 'lstm_cell_1'];
    const places = ['forward_layer', 'backward_layer'].flatMap((way) =>
      cells.flatMap((name) => [0, 1, 2].map((number) => `${way}/cell/cells/${name}/${number}`)),
    );
    const weights = places.map((place, index): [string, Weight] => {
      const shape = stacked.weights[index].shape as number[];
      return [place, { shape, values: new Float32Array(shape.reduce((size, length) => size * length, 1)).fill(index) }];
    });
    const byName = weights.slice().sort(([a], [b]) => Number(b < a) - Number(a < b));
    byName.sort(([a], [b]) => Number(b.startsWith('forward')) - Number(a.startsWith('forward')));
    assignWeights(stacked, new Map([['both', new Map(byName)]]), 'stacked.weights.h5');
    expect(stacked.weights.map((weight) => weight.read().dataSync()[0])).toEqual(weights.map((_, index) => index));
    stacked.dispose();
  });

  it('reports a layer that the file lacks, and the layers that it has', async () => {
    const weights = new Map(await readKerasH5(file));
    weights.delete('norm');
    expect(() => assignWeights(network, weights, 'model.h5')).toThrow('model.h5 has no weights for the layer "norm".');
  });

  it('reports a weight that a layer of the file lacks', async () => {
    const weights = new Map(await readKerasH5(file));
    weights.set('norm', new Map([['gamma', weights.get('norm')?.get('gamma') as Weight]]));
    expect(() => assignWeights(network, weights, 'model.h5')).toThrow(
      expect.objectContaining({
        message: 'model.h5 has no "beta" for the layer "norm".',
        notes: [expect.stringContaining('gamma')],
      }),
    );
  });

  it('reports the shapes found and expected', async () => {
    const weights = new Map(await readKerasH5(file));
    weights.set('project', new Map([['kernel', { shape: [1, 1, 4, 5], values: new Float32Array(20) }]]));
    expect(() => assignWeights(network, weights, 'model.h5')).toThrow(
      '"project/kernel" of model.h5 has the shape [1, 1, 4, 5], expected [1, 1, 4, 3].',
    );
  });
});

describe('assignWeights with a file that identifies layers by position', () => {
  it('finds layers by name or by their position within their class', async () => {
    const expected = (await readKerasH5(file)).get('project')?.get('kernel')?.values;
    for (const name of ['keras3.weights.h5', 'unnamed.weights.h5']) {
      assignWeights(network, await readWeights(fixture(name)), name);
      expect([...network.getLayer('project').getWeights()[0].dataSync()], name).toEqual([...(expected ?? [])]);
    }
  });

  it('assigns convolutions of TensorFlow Lite in order, and unfolds batch normalization', async () => {
    assignWeights(network, await readWeights(fixture('float32.tflite')), 'float32.tflite');
    const [gamma, beta, mean, variance] = network.getLayer('norm').getWeights();
    expect([...gamma.dataSync(), ...beta.dataSync(), ...mean.dataSync()]).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(variance.dataSync()[0]).toBeCloseTo(0.999, 6);
    const kernels = await readKerasH5(file);
    for (const layer of ['stem', 'filter', 'project']) {
      const [expected] = kernels.get(layer)?.values() ?? [];
      expect([...network.getLayer(layer).getWeights()[0].dataSync()], layer).toEqual([...expected.values]);
    }
  });

  it('reports a different number of weights of a layer', async () => {
    const other = tf.sequential({
      layers: [
        tf.layers.conv2d({ name: 'stem', filters: 4, kernelSize: [3, 2], useBias: false, inputShape: [6, 5, 2] }),
      ],
    });
    const weights = await readWeights(fixture('keras3.weights.h5'));
    expect(() => assignWeights(other, weights, 'x.h5')).toThrow('x.h5 has 2 weights for the layer "stem", expected 1.');
    other.dispose();
  });
});

describe('assignWeights with a file whose layers have other names', () => {
  /** The network of `fixtures/weights/make_name_fixtures.py`, with the names that Keras gives in a new process. */
  const branches = (first = 3) => {
    const conv = (name: string, filters = 3) => tf.layers.conv2d({ name, filters, kernelSize: 1 });
    const inputs = tf.input({ shape: [4, 4, 2] });
    const x = tf.layers.batchNormalization({ name: 'batch_normalization' }).apply(conv('conv2d', first).apply(inputs));
    const short = conv('conv2d_1').apply(x) as tf.SymbolicTensor;
    const long = conv('conv2d_3').apply(conv('conv2d_2').apply(x)) as tf.SymbolicTensor;
    const outputs = tf.layers.concatenate().apply([short, long]) as tf.SymbolicTensor;
    return tf.model({ inputs, outputs });
  };

  it.each(['other-names.h5', 'slashed-names.h5'])('assigns the layers of %s in order, as Keras does', async (name) => {
    const expected = JSON.parse(readFileSync(fixture('other-names.json'), 'utf8')) as number[];
    const model = branches();
    assignWeights(model, await readWeights(fixture(name)), name);
    const images = tf.tidy(() => tf.range(0, 32).div(32).reshape([1, 4, 4, 2]));
    const output = tf.tidy(() => [...(model.predict(images) as tf.Tensor).dataSync()]);
    for (const [index, value] of output.entries()) expect(value).toBeCloseTo(expected[index], 4);
    images.dispose();
    model.dispose();
  });

  it('does not assign in order if shapes differ', async () => {
    const model = branches(4);
    const weights = await readWeights(fixture('other-names.h5'));
    expect(() => assignWeights(model, weights, 'x.h5')).toThrow('x.h5 has no weights for the layer "conv2d".');
    model.dispose();
  });
});

describe('assignWeights with nested layers', () => {
  const recorded = JSON.parse(readFileSync(fixture('deep.json'), 'utf8')) as unknown[];
  const flat = (value: unknown): number[] => [value].flat(9) as number[];

  it.each(['deep.h5', 'deep.weights.h5', 'deep.keras'])(
    'fills both directions, a nested model and a 64-bit count from %s',
    async (name) => {
      const deep = tf.sequential({
        layers: [
          normalization({ name: 'normalized', inputShape: [3, 2] }),
          tf.layers.bidirectional({ name: 'both', layer: gru({ units: 2 }) as tf.RNN, mergeMode: 'concat' }),
          tf.sequential({ name: 'within', layers: [tf.layers.dense({ name: 'inner', units: 2, inputShape: [4] })] }),
        ],
      });
      assignWeights(deep, await readWeights(fixture(name)), name);
      // Keras lists trainable weights first.
      const found = deep.layers.flatMap((layer) => layer.weights.map((variable) => [...variable.read().dataSync()]));
      expect(found).toEqual(recorded.map((weight) => flat(weight)));
      deep.dispose();
    },
  );
});

describe('unfoldBatchNormalization', () => {
  it('returns a normalization that only adds the bias', () => {
    const epsilon = 0.05;
    const weights = unfoldBatchNormalization({ shape: [3], values: Float32Array.of(-1, 0.5, 2) }, epsilon);
    const layer = tf.layers.batchNormalization({ name: 'norm', epsilon, inputShape: [3] });
    const normalization = tf.sequential({ layers: [layer] });
    assignWeights(normalization, new Map([['norm', weights]]), 'folded');
    const output = tf.tidy(() => [...(normalization.predict(tf.tensor2d([[1, 2, 3]])) as tf.Tensor).dataSync()]);
    for (const [index, value] of [0, 2.5, 5].entries()) expect(output[index]).toBeCloseTo(value, 5);
    normalization.dispose();
  });
});
