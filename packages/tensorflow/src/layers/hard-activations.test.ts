import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectKeras } from '../../fixtures/keras-layers.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { type ActivationName, hardActivations, hardSigmoid, hardSwish } from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

describe.each(['tensorflow', 'cpu'])('hard activations on the backend %s, against Keras', (backend) => {
  beforeEach(async () => void (await tf.setBackend(backend)));

  it('computes the hard sigmoid of Keras 3', () => expectKeras('hardSigmoid', hardSigmoid(), { scale: 9 }));

  it('computes the hard swish', () => expectKeras('hardSwish', hardSwish(), { scale: 9 }));

  it.each([hardActivations.hardSwish, 'hardSilu' as ActivationName])(
    'is available as the activation %s of a layer',
    (name) =>
      expectKeras('denseHardSwish', tf.layers.dense({ units: 5, activation: name }), { shape: [7, 4], scale: 5 }),
  );
});

describe('hard activations', () => {
  it('does not change the hard sigmoid of tfjs', () => {
    const stock = tf.layers.activation({ activation: 'hardSigmoid' });
    expect(tf.tidy(() => [...(stock.apply(tf.tensor1d([1, 2.6])) as tf.Tensor).dataSync()])).toEqual([
      expect.closeTo(0.7, 6),
      1,
    ]);
  });
});
