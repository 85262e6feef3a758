import { tf } from '@expgraph/tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { activationWarning } from './last-activation.js';

const endingIn = (activation: 'linear' | 'relu' | 'sigmoid' | 'softmax') =>
  tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3], activation })] });

describe('activationWarning', () => {
  it.each([
    ['categoricalCrossentropy', 'sigmoid', 'ends in sigmoid, but categoricalCrossentropy expects softmax'],
    ['categoricalCrossentropy', 'relu', 'ends in relu, but categoricalCrossentropy expects softmax'],
    ['binaryCrossentropy', 'softmax', 'ends in softmax, but binaryCrossentropy expects sigmoid'],
  ] as const)('of %s accepts %s', (loss, activation, message) => {
    expect(activationWarning(endingIn(activation), loss)).toContain(message);
  });

  it.each([
    ['categoricalCrossentropy', 'softmax'],
    ['categoricalCrossentropy', 'linear'],
    ['binaryCrossentropy', 'sigmoid'],
    ['meanSquaredError', 'relu'],
  ] as const)('of %s warns about %s', (loss, activation) => {
    expect(activationWarning(endingIn(activation), loss)).toBeUndefined();
  });
});
