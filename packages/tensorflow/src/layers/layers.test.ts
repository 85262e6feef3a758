import { beforeAll, describe, expect, it } from 'vitest';
import { expectKeras, SEQUENCES } from '../../fixtures/keras-layers.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { batchNormalization, seededDropout, withStepSeed } from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];

describe('batchNormalization', () => {
  const build = (options: Parameters<typeof batchNormalization>[0] = {}) => {
    const layer = batchNormalization({ momentum: 0.9, epsilon: 0.001, ...options });
    layer.build([null, 2]);
    return layer;
  };
  const x = () => tf.tensor2d([1, 10, 3, 30], [2, 2]);

  it('normalizes with batch statistics in training, and updates its moving statistics as Keras does', () => {
    const layer = build();
    const y = tf.tidy(() => numbers(layer.apply(x(), { training: true }) as tf.Tensor));
    // Mean 2, variance 1 of the first feature; 20 and 100 of the second.
    const scaled = (difference: number, variance: number) => difference / Math.sqrt(variance + 0.001);
    for (const [index, value] of [scaled(-1, 1), scaled(-10, 100), scaled(1, 1), scaled(10, 100)].entries()) {
      expect(y[index]).toBeCloseTo(value, 4);
    }
    const [, , mean, variance] = layer.getWeights().map(numbers);
    expect(mean[0]).toBeCloseTo(0.2, 5);
    expect(mean[1]).toBeCloseTo(2, 5);
    expect(variance[0]).toBeCloseTo(0.9 + 0.1, 5);
    expect(variance[1]).toBeCloseTo(0.9 + 10, 4);
  });

  it.each(['tensorflow', 'cpu'])(
    'excludes masked timesteps from the batch statistics, as Keras does (%s)',
    async (backend) => {
      await tf.setBackend(backend);
      const mask = [[false, true, true, false, true], Array(5).fill(false), [false, false, true, true, true]];
      expectKeras('batchNormalizationHoles', batchNormalization({}), { shape: SEQUENCES, mask, training: true });
      await tf.setBackend('tensorflow');
    },
  );

  it('normalizes with its moving statistics in inference, and in training if frozen', () => {
    const layer = build({ trainable: false });
    const before = layer.getWeights().map(numbers);
    const inference = tf.tidy(() => numbers(layer.apply(x()) as tf.Tensor));
    const frozen = tf.tidy(() => numbers(layer.apply(x(), { training: true }) as tf.Tensor));
    expect(frozen).toEqual(inference);
    expect(inference[1]).toBeCloseTo(10 / Math.sqrt(1.001), 4);
    expect(layer.getWeights().map(numbers)).toEqual(before);
  });

  it.each([{ scale: false }, { center: false }, { scale: false, center: false }])('trains with %o', (options) => {
    const layer = build(options);
    const bend = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const loss = (input: tf.Tensor) => tf.sum(tf.mul(layer.apply(input, { training: true }) as tf.Tensor, bend));
    const gradient = numbers(tf.grad(loss)(x()));
    // Subtracting the batch's mean spreads a change of one example over the others with the opposite sign.
    expect(gradient[0] + gradient[2]).toBeCloseTo(0, 5);
    expect(Math.abs(gradient[0])).toBeGreaterThan(0);
    expect(layer.trainableWeights).toHaveLength(2 - Object.keys(options).length);
  });
});

describe('seededDropout', () => {
  const layer = seededDropout({ rate: 0.4, name: 'drop' });
  const mask = (seed: number) =>
    tf.tidy(() => numbers(withStepSeed(seed, () => layer.apply(tf.ones([4000]), { training: true }) as tf.Tensor)));

  it('drops a fraction and scales the rest', () => {
    const dropped = mask(1);
    const zeros = dropped.filter((value) => value === 0).length / dropped.length;
    expect(zeros).toBeGreaterThan(0.36);
    expect(zeros).toBeLessThan(0.44);
    for (const value of dropped) if (value !== 0) expect(value).toBeCloseTo(1 / 0.6, 5);
  });

  it('gives the same mask for the same step, and others for another step or layer', () => {
    expect(mask(1)).toEqual(mask(1));
    expect(mask(2)).not.toEqual(mask(1));
    const other = seededDropout({ rate: 0.4, name: 'another' });
    const otherMask = tf.tidy(() =>
      numbers(withStepSeed(1, () => other.apply(tf.ones([4000]), { training: true }) as tf.Tensor)),
    );
    expect(otherMask).not.toEqual(mask(1));
  });

  it('drops whole examples with the noise shape [null, 1, ...]', () => {
    const depth = seededDropout({ rate: 0.4, noiseShape: [null, 1, 1, 1], name: 'depth' });
    const drop = () => depth.apply(tf.ones([200, 2, 3, 2]), { training: true }) as tf.Tensor;
    const factors = (seed: number) => tf.tidy(() => numbers(withStepSeed(seed, drop)));
    const first = factors(1);
    for (const [index, factor] of first.entries()) expect(factor).toBe(first[index - (index % 12)]);
    const kept = first.filter((factor) => factor !== 0);
    for (const factor of kept) expect(factor).toBeCloseTo(1 / 0.6, 5);
    expect(kept.length / first.length).toBeGreaterThan(0.5);
    expect(kept.length / first.length).toBeLessThan(0.7);
    expect(factors(1)).toEqual(first);
    expect(factors(2)).not.toEqual(first);
    // Works without a seed too.
    const unseeded = tf.tidy(() => numbers(drop()));
    for (const [index, factor] of unseeded.entries()) expect(factor).toBe(unseeded[index - (index % 12)]);
  });

  it('drops everything at a rate of 1', () => {
    const all = seededDropout({ rate: 1, name: 'all' });
    const y = () => withStepSeed(1, () => all.apply(tf.ones([3]), { training: true }) as tf.Tensor);
    expect(tf.tidy(() => numbers(y()))).toEqual([0, 0, 0]);
  });

  it('does nothing outside training', () => {
    expect(tf.tidy(() => numbers(layer.apply(tf.ones([3])) as tf.Tensor))).toEqual([1, 1, 1]);
  });
});
