import { beforeAll, describe, expect, it } from 'vitest';
import { adam } from '../../test/optimizers.js';
import { ArrayDataset, QuietProgress, RecordingTracker, TestRandom } from '../../test/services.js';
import { wave, weightsOf } from '../../test/small-network.js';
import { batchNormalization, reLU } from '../layers/index.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { Trainer } from '../training/trainer.js';
import { DTYPE } from './graph-def.js';
import { NetworkFunction } from './network-function.js';

const SHAPE = [9, 8, 3];

/** Sets all weights to distinct values, because initial values of 0 and 1 would hide mistakes. */
function fill(network: tf.LayersModel): tf.LayersModel {
  for (const [index, layer] of network.layers.entries()) {
    const weights = layer.getWeights().map((weight, position) => {
      const values = wave(weight.size, index * 5 + position).map((value) => value * 0.8);
      const positive = layer.getClassName() === 'BatchNormalization' && position !== 1 && position !== 2;
      return tf.tensor(positive ? values.map((value) => 1 + value) : values, weight.shape);
    });
    layer.setWeights(weights);
    tf.dispose(weights);
  }
  return network;
}

/** Each kind of convolution with frozen normalization, zero padding and ReLU6, then a 1x1 convolution and pooling. */
function network(trainFrom: number): tf.LayersModel {
  const { layers } = tf;
  const stack = [
    layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', useBias: false }),
    batchNormalization({}),
    reLU({ maxValue: 6 }),
    layers.zeroPadding2d({
      padding: [
        [1, 1],
        [0, 1],
      ],
    }),
    layers.depthwiseConv2d({ kernelSize: 3, strides: 2, depthMultiplier: 2, padding: 'valid', useBias: false }),
    batchNormalization({}),
    layers.conv2d({ filters: 6, kernelSize: 1, useBias: false }),
    batchNormalization({}),
    layers.conv2d({ filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 3, activation: 'softmax' }),
  ];
  const input = tf.input({ shape: SHAPE });
  let x = input;
  for (const [index, layer] of stack.entries()) {
    layer.trainable = index >= trainFrom && layer.getClassName() !== 'BatchNormalization';
    x = layer.apply(x) as tf.SymbolicTensor;
  }
  return fill(tf.model({ inputs: input, outputs: x }));
}

beforeAll(async () => void (await startBackend()), 600_000);

describe('a captured graph with rewritten operations', () => {
  it('computes the outputs of the network', async () => {
    const model = network(0);
    const features = wave(4 * 216, 3).map((value) => value * 4);
    const shape = [4, ...SHAPE];
    const captured = new NetworkFunction(model, [{ shape, dtype: 'float32' }], ([x]) => [model.apply(x) as tf.Tensor]);
    const [found] = await captured.run([{ dtype: DTYPE.float32, shape, values: features }]);
    const expected = tf.tidy(() => (model.predict(tf.tensor(features, shape)) as tf.Tensor).dataSync());
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 5);
    captured.dispose();
    model.dispose();
  });

  it.each([0, 4, 6, 8])('trains like eager mode, from layer %i on', async (from) => {
    const labels = Int32Array.from({ length: 24 }, (_, index) => index % 3);
    const data = new ArrayDataset(
      wave(24 * 216, 1).map((value) => value * 4),
      SHAPE,
      labels,
    );
    const train = async (execution: 'auto' | 'eager') => {
      const notices: string[] = [];
      const trainer = new Trainer({
        epochs: 6,
        batchSize: 8,
        loss: 'categoricalCrossentropy',
        execution,
        random: new TestRandom(),
        optimizer: adam({ learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-3 }),
        progress: new QuietProgress(),
        tracker: new RecordingTracker(),
        signal: new AbortController().signal,
        notice: (line) => notices.push(line),
      });
      const start = { network: network(from), card: { architecture: 'test', input: { shape: ['batch', ...SHAPE] } } };
      const { model, history } = await trainer.fit(start, data);
      expect(notices).toEqual([]);
      return { losses: history.loss, weights: Object.values(weightsOf(model)).flat() };
    };
    const [captured, eager] = [await train('auto'), await train('eager')];
    for (const [epoch, loss] of eager.losses.entries()) expect(captured.losses[epoch]).toBeCloseTo(loss, 4);
    for (const [index, weight] of eager.weights.entries()) expect(captured.weights[index]).toBeCloseTo(weight, 3);
  });
});
