import type { tf } from '@expgraph/tensorflow/tfjs';
import type { LossName } from '@expgraph/tensorflow/training';

/** The activation that makes scores of what a loss is taken from. */
const FITTING: Readonly<Partial<Record<LossName, string>>> = {
  categoricalCrossentropy: 'softmax',
  binaryCrossentropy: 'sigmoid',
};

/**
 * What is odd about the activation at the end of a network, for people: the loss takes for logits what another activation than its own
 * has squeezed or cut, and such a network learns badly.
 */
export function oddActivation({ layers }: tf.LayersModel, loss: LossName): string | undefined {
  const { activation } = layers[layers.length - 1] as { activation?: { getClassName(): string } };
  const [name, fitting] = [activation?.getClassName() ?? 'linear', FITTING[loss]];
  if (fitting === undefined || name === 'linear' || name === fitting) return undefined;
  return `The model ends in ${name}, and ${loss} goes with ${fitting}: end it in ${fitting}, or in no activation.`;
}
