import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradientCases } from '../../test/gradient-cases.js';
import { expectClose, inputTensors, projection, recorded, valueAndGradients } from '../../test/gradient-fixture.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';

const names = Object.keys(recorded);
const differentiable = names.filter((name) => Object.keys(recorded[name].gradients).length > 0);

beforeAll(async () => void (await startBackend({ backend: 'native' })), 600_000);

function expectRecorded(name: string): void {
  const expected = recorded[name];
  const [value, ...gradients] = tf.tidy(() => valueAndGradients(name, inputTensors(expected)));
  expect(value.shape).toEqual(expected.shape);
  expectClose(value.dataSync(), expected.value, 1e-5, 'value');
  for (const [index, [input, numbers]] of Object.entries(expected.gradients).entries()) {
    expect(gradients[index].shape).toEqual(expected.inputs[input].shape);
    expectClose(gradients[index].dataSync(), numbers, 1e-5, `gradient of ${input}`);
  }
  tf.dispose([value, ...gradients]);
}

it('covers exactly the cases recorded from TensorFlow', () => {
  expect(Object.keys(gradientCases).sort()).toEqual([...names].sort());
});

describe('on native TensorFlow', () => {
  it.each(names)('%s: matches the value and gradients of TensorFlow', expectRecorded);

  it.each(differentiable)('%s: matches numerical gradients for each input', (name) => {
    for (const input of Object.keys(recorded[name].gradients)) {
      const [, gradient] = tf.tidy(() => valueAndGradients(name, inputTensors(recorded[name]), [input]));
      const probes = differences(name, input);
      const values = gradient.dataSync();
      const found = [...probes.keys()].map((index) => values[index]);
      expectClose(found, [...probes.values()], 2e-3, `gradient of ${input}`);
      gradient.dispose();
    }
  });

  describe('with leak checks in kernels', () => {
    // Makes the engine throw if a kernel leaks intermediate tensors.
    beforeAll(() => tf.env().set('IS_TEST', true));
    afterAll(() => tf.env().set('IS_TEST', false));

    it.each(differentiable)('%s: leaks no tensors', (name) => {
      const inputs = inputTensors(recorded[name]);
      const before = tf.memory().numTensors;
      tf.dispose(valueAndGradients(name, inputs));
      expect(tf.memory().numTensors).toBe(before);
      tf.dispose(inputs);
    });
  });
});

/** Known bugs of the tfjs CPU backend. */
const wrongInTfjs: Record<string, string> = {
  'average pooling of windows that overlap':
    'the gradient divides by the full window size even at padded borders, unlike the forward pass',
};

describe('on the tfjs CPU backend', () => {
  beforeAll(async () => void (await tf.setBackend('cpu')));
  afterAll(async () => void (await tf.setBackend('tensorflow')));

  it.each(names.filter((name) => !(name in wrongInTfjs)))(
    '%s: matches the value and gradients of TensorFlow',
    expectRecorded,
  );
  it.fails.each(Object.entries(wrongInTfjs))('%s: %s', expectRecorded);
});

const STEP = 4e-3;
const PROBES = 40;

/**
 * Returns numerical gradients by index, from central differences extrapolated from two step sizes (fourth-order error),
 * for all values of an input or a sample of them.
 */
function differences(name: string, input: string): Map<number, number> {
  const inputs = inputTensors(recorded[name]);
  const weights = projection(recorded[name]);
  const values = inputs[input].dataSync<'float32'>();
  const at = (index: number, step: number) =>
    tf.tidy(() => {
      const moved = Float32Array.from(values);
      moved[index] += step;
      const value = gradientCases[name]({ ...inputs, [input]: tf.tensor(moved, inputs[input].shape) });
      return value.dataSync<'float32'>().reduce((total, number, output) => total + number * weights[output], 0);
    });
  const slope = (index: number, step: number) => (at(index, step) - at(index, -step)) / (2 * step);
  const apart = Math.ceil(values.length / PROBES);
  const slopes = new Map<number, number>();
  for (let index = 0; index < values.length; index += apart) {
    slopes.set(index, (4 * slope(index, STEP) - slope(index, 2 * STEP)) / 3);
  }
  tf.dispose(inputs);
  return slopes;
}
