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

/** In front, in the middle, behind, and a sequence of which nothing counts. */
const MASK = [
  [false, false, true, true, true, true, true],
  [true, false, true, true, false, false, false],
  [false, false, false, false, false, false, false],
];

/**
 * Lets recurrent layers go through cuDNN, if on this device that gives the numbers which their plain steps give. Otherwise the reason why
 * it does not.
 */
export function startCudnn(): string | undefined {
  registerCudnnRecurrence();
  const failure = checkCudnn();
  if (failure !== undefined) unregisterCudnnRecurrence();
  return failure;
}

/** What is wrong with the outputs or the gradients of recurrent layers in cuDNN, if anything is. */
export function checkCudnn(): string | undefined {
  try {
    for (const [name, layer] of Object.entries({ simpleRnn, lstm, gru })) {
      for (const mask of [undefined, MASK]) {
        const apart = tf.tidy(() => differenceOf(layer({ units: UNITS, returnSequences: true }), mask));
        if (!(apart < CLOSE))
          return `${name}${mask ? ' with a mask' : ''} is ${(100 * apart).toPrecision(2)} % away from its plain steps`;
      }
    }
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The largest between what cuDNN and plain steps make of a layer, in its outputs and all gradients, relative to the largest number of each. */
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
