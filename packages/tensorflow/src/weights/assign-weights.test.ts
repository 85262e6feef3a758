import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../tfjs.js';
import { assignWeights } from './assign-weights.js';
import type { Weight } from './named-weights.js';
import { readKerasH5 } from './read-keras-h5.js';
import { unfoldBatchNormalization } from './unfold-batch-normalization.js';

const file = fileURLToPath(new URL('../../fixtures/weights/model.h5', import.meta.url));
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
  it('gives every layer its weights by name, also where Keras 3 calls a depthwise kernel "kernel"', async () => {
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

  it('names the layer that a file lacks, and what it has', async () => {
    const weights = new Map(await readKerasH5(file));
    weights.delete('norm');
    expect(() => assignWeights(network, weights, 'model.h5')).toThrow('model.h5 has no weights for the layer "norm".');
  });

  it('names the weight that a layer of the file lacks', async () => {
    const weights = new Map(await readKerasH5(file));
    weights.set('norm', new Map([['gamma', weights.get('norm')?.get('gamma') as Weight]]));
    expect(() => assignWeights(network, weights, 'model.h5')).toThrow(
      expect.objectContaining({
        message: 'model.h5 has no "beta" for the layer "norm".',
        notes: [expect.stringContaining('gamma')],
      }),
    );
  });

  it('says the shapes found and expected', async () => {
    const weights = new Map(await readKerasH5(file));
    weights.set('project', new Map([['kernel', { shape: [1, 1, 4, 5], values: new Float32Array(20) }]]));
    expect(() => assignWeights(network, weights, 'model.h5')).toThrow(
      '"project/kernel" of model.h5 has the shape [1, 1, 4, 5], expected [1, 1, 4, 3].',
    );
  });
});

describe('unfoldBatchNormalization', () => {
  it('makes a normalisation that only adds the bias', () => {
    const epsilon = 0.05;
    const weights = unfoldBatchNormalization({ shape: [3], values: Float32Array.of(-1, 0.5, 2) }, epsilon);
    const layer = tf.layers.batchNormalization({ name: 'norm', epsilon, inputShape: [3] });
    const normalisation = tf.sequential({ layers: [layer] });
    assignWeights(normalisation, new Map([['norm', weights]]), 'folded');
    const output = tf.tidy(() => [...(normalisation.predict(tf.tensor2d([[1, 2, 3]])) as tf.Tensor).dataSync()]);
    for (const [index, value] of [0, 2.5, 5].entries()) expect(output[index]).toBeCloseTo(value, 5);
    normalisation.dispose();
  });
});
