import { registerCudnnRecurrence, unregisterCudnnRecurrence } from '../kernels/cudnn-recurrence.js';
import { withPlainRecurrence } from '../kernels/plain-recurrence.js';
import { tf } from '../tfjs.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { simpleRnn } from './simple-rnn.js';

/** Tolerance as a fraction of a tensor's largest number: by default, GPUs multiply with 10 bits of mantissa (TF32). */
const CLOSE = 2e-2;

const SHAPE = [3, 7, 4];
const UNITS = 5;

/** Masked timesteps at the start, in the middle and at the end, and a fully masked sequence. */
const MASK = [
  [false, false, true, true, true, true, true],
  [true, false, true, true, false, false, false],
  [false, false, false, false, false, false, false],
];

/**
 * Enables cuDNN for recurrent layers if its results on this device match the step-by-step computation. Returns the
 * reason if they do not.
 */
export function startCudnn(): string | undefined {
  registerCudnnRecurrence();
  const failure = checkCudnn();
  if (failure !== undefined) unregisterCudnnRecurrence();
  return failure;
}

/** Returns the first mismatch in outputs or gradients between cuDNN and the step-by-step computation, if any. */
export function checkCudnn(): string | undefined {
  try {
    for (const [name, layer] of Object.entries({ simpleRnn, lstm, gru })) {
      for (const mask of [undefined, MASK]) {
        const apart = tf.tidy(() => differenceOf(layer({ units: UNITS, returnSequences: true }), mask));
        if (!(apart < CLOSE))
          return `${name}${mask ? ' with a mask' : ''} differs from its step-by-step computation by ${(100 * apart).toPrecision(2)} %`;
      }
    }
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Returns the largest difference between cuDNN and the step-by-step computation of a layer, over its outputs and all
 * gradients, relative to the largest value of each tensor.
 */
function differenceOf(layer: tf.layers.Layer, mask: boolean[][] | undefined): number {
  const x = tf.randomNormal(SHAPE, 0, 1, 'float32', 7);
  withPlainRecurrence(() => layer.apply(x));
  try {
    const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const call = () => layer.call(x, mask ? { mask: tf.tensor2d(mask, undefined, 'bool') } : {}) as tf.Tensor;
    const compute = () => {
      const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(call())) as tf.Scalar, weights);
      return [call(), value, ...weights.map(({ name }) => grads[name])];
    };
    const [found, expected] = [compute(), withPlainRecurrence(compute)];
    const largest = (tensor: tf.Tensor) => tf.max(tf.abs(tensor)).dataSync()[0];
    return Math.max(
      ...found.map((tensor, index) => largest(tf.sub(tensor, expected[index])) / largest(expected[index])),
    );
  } finally {
    layer.dispose();
  }
}
