import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

beforeAll(async () => void (await startBackend({ backend: 'native' })), 600_000);

const square = () => tf.tensor2d([1, 4, 2, 3, 0, 5, 9, 1, 1], [3, 3]);
const largest = (x: tf.Tensor) => tf.cast(tf.argMax(x, -1), 'int32') as tf.Tensor1D;

/** Returns the gradient of a function of a table and of integers computed from the table. */
const gradient = (compute: (x: tf.Tensor2D, whole: tf.Tensor1D) => tf.Tensor, fixed: boolean) =>
  tf.tidy(() => {
    const whole = largest(square());
    return tf
      .grad((x: tf.Tensor) => compute(x as tf.Tensor2D, fixed ? whole : largest(x)))(square())
      .dataSync();
  });

describe.each(['tensorflow', 'cpu'])('integers computed from weights, on %s', (backend) => {
  beforeAll(async () => void (await tf.setBackend(backend)));
  afterAll(async () => void (await tf.setBackend('tensorflow')));

  it.each([
    ['labels', softmaxCrossEntropy],
    ['indices of rows', (x: tf.Tensor2D, whole: tf.Tensor1D) => tf.gather(tf.square(x), whole)],
    ['indices of columns', (x: tf.Tensor2D, whole: tf.Tensor1D) => tf.gather(tf.square(x), whole, 1)],
  ])('have no gradient as %s', (_, compute) => {
    expect(gradient(compute, false)).toEqual(gradient(compute, true));
    expect(Math.max(...gradient(compute, false))).toBeGreaterThan(0);
  });
});

describe('lookups', () => {
  it('throw if an index is out of range', () => {
    const table = tf.ones([3, 2]);
    const indices = tf.tensor1d([1, 3], 'int32');
    expect(() => tf.gather(table, indices)).toThrow('is not in [0, 3)');
    tf.dispose([table, indices]);
  });

  it('support integers and booleans as well as floats', () => {
    const indices = tf.tensor1d([2, 0], 'int32');
    for (const dtype of ['int32', 'bool'] as const) {
      const table = tf.tensor1d([1, 0, 0], dtype);
      const found = tf.gather(table, indices);
      expect([...found.dataSync()]).toEqual([0, 1]);
      expect(found.dtype).toBe(dtype);
      tf.dispose([table, found]);
    }
    indices.dispose();
  });
});

describe('expandDims', () => {
  it.each(['float32', 'int32', 'bool', 'string', 'complex64'] as const)('supports %s tensors', (dtype) => {
    const tensor = {
      float32: () => tf.tensor1d([1, 2]),
      int32: () => tf.tensor1d([1, 2], 'int32'),
      bool: () => tf.tensor1d([true, false]),
      string: () => tf.tensor1d(['one', 'two']),
      complex64: () => tf.complex([1, 2], [3, 4]),
    }[dtype]();
    const wider = tf.expandDims(tensor, 0);
    expect(wider.shape).toEqual([1, 2]);
    expect(wider.dtype).toBe(dtype);
    expect([...wider.dataSync()]).toEqual([...tensor.dataSync()]);
    tf.dispose([tensor, wider]);
  });
});
