import type { Loss } from '../components/losses/loss.js';
import { tf } from '../tfjs.js';

interface ActivatedLayer {
  activation?: { apply(x: tf.Tensor): tf.Tensor; getClassName(): string };
}

const IDENTITY = { apply: (x: tf.Tensor) => x, getClassName: () => 'linear' };

/**
 * Returns the last activation of a network if the loss is computed from its logits: a softmax, or a sigmoid for
 * multi-label losses. Networks with it output probabilities, others output logits.
 */
export function lastActivation(network: tf.LayersModel, loss: Loss): 'softmax' | 'sigmoid' | undefined {
  const name = lastLayer(network).activation?.getClassName();
  if (name === 'softmax') return name;
  return name === 'sigmoid' && loss.targets === 'classes' ? name : undefined;
}

/** Returns the layer with the last activation, which for time-distributed layers is the wrapped layer. */
function lastLayer({ layers }: tf.LayersModel): ActivatedLayer {
  const last = layers[layers.length - 1];
  return (last.getClassName() === 'TimeDistributed'
    ? (last as unknown as { readonly layer: unknown }).layer
    : last) as unknown as ActivatedLayer;
}

/**
 * Returns the network's outputs before the last activation, `float32[batch, outputs]`, or `float32[batch * time,
 * outputs]` for timesteps. The logarithm of a probability rounded to 0 has no gradient, so a confidently wrong example
 * would not be learned from probabilities.
 */
export function forwardToLogits(
  network: tf.LayersModel,
  features: tf.Tensor,
  { training, loss }: { readonly training: boolean; readonly loss: Loss },
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
