import type { tf } from '../tfjs.js';

interface ActivatedLayer {
  activation?: { apply(x: tf.Tensor): tf.Tensor; getClassName(): string };
}

const IDENTITY = { apply: (x: tf.Tensor) => x, getClassName: () => 'linear' };

/** Whether a network ends in a softmax, whose logits the loss is better taken from. */
export function endsInSoftmax(network: tf.LayersModel): boolean {
  const { activation } = network.layers[network.layers.length - 1] as unknown as ActivatedLayer;
  return activation?.getClassName() === 'softmax';
}

/**
 * The network's outputs before its last softmax. The logarithm of a probability that has been rounded to 0 has no gradient:
 * an example that is wrong beyond doubt would teach nothing.
 */
export function forwardToLogits(network: tf.LayersModel, features: tf.Tensor, training: boolean): tf.Tensor2D {
  const last = network.layers[network.layers.length - 1] as unknown as ActivatedLayer;
  const { activation } = last;
  const strip = endsInSoftmax(network);
  if (strip) last.activation = IDENTITY;
  try {
    return network.apply(features, { training }) as tf.Tensor2D;
  } finally {
    if (strip) last.activation = activation;
  }
}
