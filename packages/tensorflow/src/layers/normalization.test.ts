import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectKeras } from '../../fixtures/keras-layers.js';
import { startBackend } from '../runtime/start-backend.js';
import { tf } from '../tfjs.js';
import { normalization } from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

describe.each(['tensorflow', 'cpu'])('normalization on the backend %s, against Keras', (backend) => {
  beforeEach(async () => void (await tf.setBackend(backend)));

  it('normalizes by its weights, which have the names of Keras', () => expectKeras('normalization', normalization()));

  it('inverts a normalization', () => expectKeras('normalizationInverted', normalization({ invert: true })));

  it('has a mean for each position of several axes', () =>
    expectKeras('normalizationOfTwoAxes', normalization({ axis: [1, -1] })));

  it('has one mean for all values', () => expectKeras('normalizationOfNoAxis', normalization({ axis: null })));

  it('accepts a mean and a variance, including 0', () =>
    expectKeras('normalizationGiven', normalization({ mean: [0.1, 0.2, 0.3, 0.4], variance: [1, 2, 0, 4] })));

  it('accepts one mean for several axes', () =>
    expectKeras('normalizationGivenOne', normalization({ axis: [2, 3], mean: 0.5, variance: 2 })));
});

describe('normalization', () => {
  it('requires both mean and variance, or neither', () => {
    expect(() => normalization({ mean: 1 })).toThrow('normalization: set both mean and variance, or neither.');
  });

  it('requires the size of the kept axes', () => {
    expect(() => normalization().apply(tf.input({ shape: [null, null] }))).toThrow('the size of axis 2 is unknown');
  });
});
