import { beforeAll, describe, expect, it } from 'vitest';
import { cloneModel } from '../model/clone-model.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { globalAveragePooling1d, lstm, rescaling } from './index.js';
import { passMasksOn } from './masks-per-layer.js';

beforeAll(async () => void (await startBackend()), 600_000);

/** An embedding with or without masking, a convolution, which ends the mask, and a recurrent layer. */
const networkOf = (maskZero: boolean): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 5, outputDim: 3, maskZero, inputLength: 4 }),
      tf.layers.conv1d({ filters: 3, kernelSize: 1 }),
      lstm({ units: 2 }),
    ],
  });

describe('the mask of a layer', () => {
  it('is not passed to layers after one that ends it', () => {
    const [masked, plain] = [networkOf(true), networkOf(false)];
    plain.setWeights(masked.getWeights());
    tf.tidy(() => {
      const x = tf.tensor2d([3, 1, 0, 0], [1, 4], 'int32');
      const outputs = [masked, plain].map((network) => (network.apply(x) as tf.Tensor).dataSync());
      expect(outputs[0]).toEqual(outputs[1]);
    });
    for (const network of [masked, plain]) network.dispose();
  });

  it.each([
    ['elu', () => tf.layers.elu()],
    ['leakyReLU', () => tf.layers.leakyReLU()],
    ['thresholdedReLU', () => tf.layers.thresholdedReLU()],
    ['prelu', () => tf.layers.prelu()],
    ['activation', () => tf.layers.activation({ activation: 'elu' })],
  ] as const)('passes through %s, as in Keras', (_, make) => {
    const network = tf.sequential({
      layers: [tf.layers.masking({ maskValue: 9, inputShape: [3, 1] }), make(), globalAveragePooling1d()],
    });
    const each = make();
    tf.tidy(() => {
      // 9 is padding.
      const found = network.apply(tf.tensor3d([1, 9, 3], [1, 3, 1])) as tf.Tensor;
      const expected = tf.mean(each.apply(tf.tensor3d([1, 3], [1, 2, 1])) as tf.Tensor, 1);
      expect([...found.dataSync()]).toEqual([...expected.dataSync()]);
    });
    network.dispose();
    each.dispose();
  });

  it('passes through rescaling, also in a copy', () => {
    const input = tf.input({ shape: [3, 1] });
    const layers = [tf.layers.masking({ maskValue: 9 }), rescaling({ scale: 2 }), globalAveragePooling1d()];
    const outputs = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
    const network = tf.model({ inputs: input, outputs });
    const copy = cloneModel({ network, card: { architecture: 'pooled', input: {} } }).network;
    tf.tidy(() => {
      // The mean of 1 and 2, times 2. 9 is padding.
      const x = tf.tensor3d([1, 9, 2], [1, 3, 1]);
      for (const each of [network, copy]) expect([...(each.apply(x) as tf.Tensor).dataSync()]).toEqual([3]);
    });
    for (const each of [network, copy]) each.dispose();
  });

  it('is passed on even if a second copy of this package is loaded', () => {
    const layer = tf.layers.elu();
    passMasksOn([layer]);
    passMasksOn([layer]);
    expect(layer.supportsMasking).toBe(true);
  });
});
