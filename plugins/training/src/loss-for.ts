import type { LabelSpec } from '@expgraph/sdk';
import type { LossName } from '@expgraph/tensorflow/training';
import { lossAndLabels } from './messages.js';

export const LOSSES = [
  'categoricalCrossentropy',
  'binaryCrossentropy',
  'meanSquaredError',
] as const satisfies readonly LossName[];

/** The loss for labels of each encoding, and what such labels are called. */
const BY_LABELS = {
  class: { loss: 'categoricalCrossentropy', name: 'one class each' },
  classes: { loss: 'binaryCrossentropy', name: 'any number of classes' },
  number: { loss: 'meanSquaredError', name: 'numbers' },
  tags: { loss: 'categoricalCrossentropy', name: 'a class for each step' },
} as const;

/**
 * The loss that is meant.
 * @param encoding of the labels; undefined where it is not known.
 * @throws ExperimentError when the loss can not be computed from such labels.
 */
export function lossFor(encoding: LabelSpec['encoding'] | undefined, loss: LossName | 'auto'): LossName {
  const { loss: fitting, name } = BY_LABELS[encoding ?? 'class'];
  if (loss === 'auto') return fitting;
  if (encoding !== undefined && loss !== fitting) throw lossAndLabels(loss, name, fitting);
  return loss;
}
