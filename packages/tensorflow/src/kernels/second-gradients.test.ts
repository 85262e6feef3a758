import { beforeAll, describe, it } from 'vitest';
import { gradientCases } from '../../test/gradient-cases.js';
import { expectClose, inputTensors, recorded } from '../../test/gradient-fixture.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';

beforeAll(async () => void (await startBackend({ backend: 'native' })), 600_000);

/**
 * Operations of networks with a gradient penalty. Smooth activations are missing: tfjs computes wrong second gradients,
 * on every backend, for activations that save their output.
 */
const cases = [
  ['relu', 'x'],
  ['relu6', 'x'],
  ['bias of rank 2', 'a'],
  ['bias of rank 2', 'b'],
  ['bias with axes of length one', 'b'],
  ['given statistics, rank 4', 'x'],
  ['given statistics, rank 4', 'variance'],
  ['sum of two axes', 'x'],
  ['mean of two axes, kept', 'x'],
  ['product of a matrix with itself', 'x'],
] as const;

/** Returns the squared norm of the gradient, with respect to one input, of a case's squared outputs. */
function penalty(name: string, input: string, inputs: Record<string, tf.Tensor>, x: tf.Tensor): tf.Scalar {
  const squares = (of: tf.Tensor): tf.Scalar =>
    tf.sum(tf.square(gradientCases[name]({ ...inputs, [input]: of }))) as tf.Scalar;
  return tf.sum(tf.square(tf.grad(squares)(x)));
}

describe('second gradients', () => {
  it.each(cases)('%s, by %s: match numerical differences of the gradient', (name, input) => {
    const inputs = inputTensors(recorded[name]);
    const of = (x: tf.Tensor) => penalty(name, input, inputs, x);
    const found = tf.tidy(() => tf.grad(of)(inputs[input]).dataSync());
    const values = inputs[input].dataSync<'float32'>();
    const at = (index: number, distance: number) =>
      tf.tidy(() => of(tf.tensor(values.with(index, values[index] + distance), inputs[input].shape)).dataSync()[0]);
    const expected = Array.from(values, (_, index) => (at(index, 0.02) - at(index, -0.02)) / 0.04);
    expectClose(found, expected, 1e-2, `gradient of ${input}`);
    tf.dispose(inputs);
  });
});
