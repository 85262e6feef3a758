import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { statelessUniform } from './stateless-random.js';

const SIZE = 20_000;

const draw = (step: tf.Scalar | number, stream: number, shape: readonly number[] = [SIZE]) =>
  tf.tidy(() => statelessUniform(shape, step, stream).dataSync<'float32'>());

beforeAll(async () => void (await startBackend({ backend: 'native' })), 600_000);

describe.each(['tensorflow', 'cpu'])('statelessUniform on %s', (backend) => {
  beforeAll(async () => void (await tf.setBackend(backend)));
  afterAll(async () => void (await tf.setBackend('tensorflow')));

  it('gives the same numbers for the same step and stream, regardless of previous draws', () => {
    const first = draw(3, 5);
    for (let other = 0; other < 4; other += 1) draw(other, other, [7]);
    tf.dispose(tf.randomUniform([10]));
    expect(draw(3, 5)).toEqual(first);
  });

  it('accepts the step as a number or a tensor', () => {
    const step = tf.scalar(3, 'int32');
    expect(draw(step, 5)).toEqual(draw(3, 5));
    step.dispose();
  });

  it.each([
    ['another step', 4, 5],
    ['another stream', 3, 6],
    ['step and stream swapped', 5, 3],
    ['a negative stream', 3, -5],
  ])('gives independent numbers for %s', (_, step, stream) => {
    const [one, two] = [draw(3, 5), draw(step, stream)];
    expect(Array.from(one).filter((value, index) => value === two[index]).length).toBeLessThan(5);
    // Five standard deviations of the correlation of independent numbers.
    expect(Math.abs(correlation(one, two))).toBeLessThan(5 / Math.sqrt(SIZE));
  });

  it('has the requested shape', () => {
    const numbers = statelessUniform([2, 3, 4], 1, 2);
    expect(numbers.shape).toEqual([2, 3, 4]);
    numbers.dispose();
  });

  it('is uniform from 0, inclusive, to 1, exclusive', () => {
    const numbers = draw(11, 7).sort();
    expect(numbers[0]).toBeGreaterThanOrEqual(0);
    expect(numbers[SIZE - 1]).toBeLessThan(1);
    // Five standard deviations of the mean and of the variance for this sample size.
    expect(Math.abs(mean(numbers) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / SIZE));
    const variance = mean(numbers.map((value) => (value - 1 / 2) ** 2));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / SIZE));
    // Kolmogorov-Smirnov distance at a significance level of 1 in 10,000.
    const distance = Math.max(...Array.from(numbers, (value, index) => Math.abs(value - (index + 0.5) / SIZE)));
    expect(distance).toBeLessThan(2.23 / Math.sqrt(SIZE));
  });

  it('has first numbers that are uniform and independent from step to step', () => {
    const firsts = Float32Array.from({ length: 1000 }, (_, step) => draw(step, 5, [1])[0]);
    expect(Math.abs(mean(firsts) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / firsts.length));
    expect(Math.abs(correlation(firsts.subarray(1), firsts.subarray(0, -1)))).toBeLessThan(5 / Math.sqrt(999));
  });

  it('leaks no tensors', () => {
    const before = tf.memory().numTensors;
    statelessUniform([3], 1, 2).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

const mean = (values: Float32Array) => values.reduce((total, value) => total + value, 0) / values.length;

function correlation(one: Float32Array, two: Float32Array): number {
  const [first, second] = [mean(one), mean(two)];
  const product = one.reduce((total, value, index) => total + (value - first) * (two[index] - second), 0);
  const spread = (values: Float32Array, center: number) =>
    Math.sqrt(values.reduce((total, value) => total + (value - center) ** 2, 0));
  return product / (spread(one, first) * spread(two, second));
}
