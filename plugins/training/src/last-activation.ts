import type { Loss } from '@expgraph/tensorflow';
import type { tf } from '@expgraph/tensorflow/tfjs';
import type { LossName } from '@expgraph/tensorflow/training';

/** The activation that converts the logits of a loss to probabilities. */
const FITTING: Readonly<Partial<Record<Loss['targets'], string>>> = { class: 'softmax', classes: 'sigmoid' };

const TARGETS: Readonly<Record<LossName, Loss['targets']>> = {
  categoricalCrossentropy: 'class',
  binaryCrossentropy: 'classes',
  meanSquaredError: 'number',
};

/**
 * Returns a warning if a network does not end in the activation of its loss: the loss would treat the outputs as
 * logits, and the network would train badly.
 */
export function activationWarning({ layers }: tf.LayersModel, loss: LossName | Loss): string | undefined {
  const { activation } = layers[layers.length - 1] as { activation?: { getClassName(): string } };
  const name = activation?.getClassName() ?? 'linear';
  const fitting = FITTING[typeof loss === 'string' ? TARGETS[loss] : loss.targets];
  if (fitting === undefined || name === 'linear' || name === fitting) return undefined;
  const type = typeof loss === 'string' ? loss : loss.type;
  return `The model ends in ${name}, but ${type} expects ${fitting}: end the model in ${fitting} or without an activation.`;
}
