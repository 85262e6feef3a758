import { tf } from '../tfjs.js';
import type { LossName } from './losses.js';

interface ActivatedLayer {
  activation?: { apply(x: tf.Tensor): tf.Tensor; getClassName(): string };
}

const IDENTITY = { apply: (x: tf.Tensor) => x, getClassName: () => 'linear' };

/**
 * The activation at the end of a network before which the loss is better taken: a softmax, or the sigmoid of the binary
 * cross-entropy. With it, a network gives probabilities; without it, what it gives are taken for logits.
 */
export function lastActivation(network: tf.LayersModel, loss: LossName): 'softmax' | 'sigmoid' | undefined {
  const name = lastLayer(network).activation?.getClassName();
  if (name === 'softmax') return name;
  return name === 'sigmoid' && loss === 'binaryCrossentropy' ? name : undefined;
}

/** The layer that has the last activation: one that is applied to each step has it within. */
function lastLayer({ layers }: tf.LayersModel): ActivatedLayer {
  const last = layers[layers.length - 1];
  return (last.getClassName() === 'TimeDistributed'
    ? (last as unknown as { readonly layer: unknown }).layer
    : last) as unknown as ActivatedLayer;
}

/**
 * The network's outputs before that activation, `float32[batch, outputs]`; those of steps `float32[batch * time, outputs]`. The logarithm of a probability that has been rounded to 0 has no gradient:
 * an example that is wrong beyond doubt would teach nothing.
 */
export function forwardToLogits(
  network: tf.LayersModel,
  features: tf.Tensor,
  { training, loss }: { readonly training: boolean; readonly loss: LossName },
): tf.Tensor2D {
  const last = lastLayer(network);
  const { activation } = last;
  const strip = lastActivation(network, loss) !== undefined;
  if (strip) last.activation = IDENTITY;
  try {
    const outputs = network.apply(features, { training }) as tf.Tensor;
    return outputs.rank === 3 ? tf.reshape(outputs, [-1, outputs.shape[2] as number]) : (outputs as tf.Tensor2D);
  } finally {
    if (strip) last.activation = activation;
  }
}
