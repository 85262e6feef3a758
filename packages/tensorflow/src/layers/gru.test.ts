import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectKeras, SEQUENCES } from '../../fixtures/keras-layers.js';
import { withPlainRecurrence } from '../kernels/plain-recurrence.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { gru, hardActivations, withStepSeed } from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

const shape = SEQUENCES;

describe.each(['tensorflow', 'cpu'])('gru on the backend %s, against Keras', (backend) => {
  beforeEach(async () => void (await tf.setBackend(backend)));

  it('works without biases', () => expectKeras('gruWithoutBias', gru({ units: 6, useBias: false }), { shape }));

  it('supports other activations', () => {
    const activations = { recurrentActivation: hardActivations.hardSigmoid, activation: 'relu' } as const;
    expectKeras('gruHard', gru({ units: 6, ...activations }), { shape, scale: 4 });
  });

  it('applies the reset gate before the product', () =>
    expectKeras('gruResetBefore', gru({ units: 6, resetAfter: false, returnSequences: true }), { shape }));
});

describe('gru', () => {
  beforeEach(async () => void (await tf.setBackend('tensorflow')));

  const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];
  const x = () =>
    tf.tensor3d(
      Array.from({ length: 60 }, (_, index) => Math.sin(index)),
      SEQUENCES as [number, number, number],
    );

  it('accepts an initial state and returns the last one', () => {
    const layer = gru({ units: 3, returnSequences: true, returnState: true });
    tf.tidy(() => {
      const [whole] = layer.apply(x()) as tf.Tensor[];
      const [first, state] = layer.apply(x().slice([0, 0, 0], [3, 2, 4])) as tf.Tensor[];
      const [second] = layer.apply([x().slice([0, 2, 0], [3, 3, 4]), state]) as tf.Tensor[];
      const parts = numbers(tf.concat([first, second], 1));
      for (const [index, value] of numbers(whole).entries()) expect(parts[index]).toBeCloseTo(value, 6);
    });
    layer.dispose();
  });

  it('keeps its state from batch to batch if stateful', () => {
    const layer = gru({ units: 3, stateful: true, batchInputShape: [3, null, 4] });
    const last = (from: number, steps: number) =>
      tf.tidy(() => numbers(layer.apply(x().slice([0, from, 0], [3, steps, 4])) as tf.Tensor));
    const whole = last(0, 5);
    layer.resetStates();
    last(0, 2);
    const parts = last(2, 3);
    for (const [index, value] of whole.entries()) expect(parts[index]).toBeCloseTo(value, 6);
  });

  it('works in a bidirectional layer', () => {
    const both = tf.layers.bidirectional({
      layer: gru({ units: 3, returnSequences: true }) as tf.RNN,
      mergeMode: 'concat',
    });
    const y = tf.tidy(() => (both.apply(x()) as tf.Tensor).shape);
    expect(y).toEqual([3, 5, 6]);
    expect(both.getWeights().map(({ shape }) => shape)).toEqual([
      [4, 9],
      [3, 9],
      [2, 9],
      [4, 9],
      [3, 9],
      [2, 9],
    ]);
  });

  it.each([
    ['resetAfter', true],
    ['none', false],
  ])('applies the same dropout for the same step and another in other steps, with %s', (_, resetAfter) => {
    const layer = gru({ units: 3, dropout: 0.4, recurrentDropout: 0.4, resetAfter });
    const run = (seed: number) =>
      tf.tidy(() => numbers(withStepSeed(seed, () => layer.apply(x(), { training: true }) as tf.Tensor)));
    const first = run(1);
    expect(run(1)).toEqual(first);
    expect(run(2)).not.toEqual(first);
    const before = tf.memory().numTensors;
    run(3);
    expect(tf.memory().numTensors).toBe(before);
    layer.dispose();
  });

  it.each([true, false])(
    'applies the same dropout natively and step by step, including gradients, with resetAfter %s',
    (resetAfter) => {
      const layer = gru({ units: 19, dropout: 0.3, recurrentDropout: 0.4, resetAfter, returnSequences: true });
      const outputsAndGradients = () =>
        withStepSeed(5, () => {
          const outputs: tf.Tensor[] = [];
          const input = x();
          const { grads } = tf.engine().gradients(() => {
            const y = layer.apply(input, { training: true }) as tf.Tensor;
            outputs.push(tf.keep(tf.clone(y)));
            return tf.sum(tf.mul(y, y));
          }, [input, ...layer.trainableWeights.map((weight) => weight.read())]);
          return [...outputs, ...grads].map(numbers);
        });
      tf.tidy(() => void layer.apply(x()));
      tf.engine().startScope();
      const native = outputsAndGradients();
      const plain = withPlainRecurrence(outputsAndGradients);
      tf.engine().endScope();
      expect(native).toHaveLength(5);
      for (const [index, values] of plain.entries())
        for (const [at, value] of values.entries()) expect(native[index][at]).toBeCloseTo(value, 4);
      layer.dispose();
    },
  );
});
