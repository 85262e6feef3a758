import type { Loss } from '../components/losses/loss.js';
import { tf } from '../tfjs.js';

interface ActivatedLayer {
  activation?: { apply(x: tf.Tensor): tf.Tensor; getClassName(): string };
}

const IDENTITY = { apply: (x: tf.Tensor) => x, getClassName: () => 'linear' };

/**
 * Returns the activation at a network's end that the loss is computed before: a softmax, or a sigmoid where the loss takes several
 * classes of each example. A network with it outputs probabilities; outputs without it are logits.
 */
export function lastActivation(network: tf.LayersModel, loss: Loss): 'softmax' | 'sigmoid' | undefined {
  const name = lastLayer(network).activation?.getClassName();
  if (name === 'softmax') return name;
  return name === 'sigmoid' && loss.targets === 'classes' ? name : undefined;
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
