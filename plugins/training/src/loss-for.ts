import { type ComponentConfig, type Components, type LabelSpec, Type } from '@expgraph/sdk';
import type { Loss } from '@expgraph/tensorflow';
import type { LossName } from '@expgraph/tensorflow/training';
import { lossAndLabels, smoothingOfLoss } from './messages.js';

const LOSSES = [
  'categoricalCrossentropy',
  'binaryCrossentropy',
  'meanSquaredError',
] as const satisfies readonly LossName[];

/** The option `loss` of training nodes. */
export const lossOption = Type.Union([Type.Choice(['auto', ...LOSSES]), Type.Component('loss')], {
  default: 'auto',
  description:
    'Loss to minimize: a name, or a component such as { type: categoricalCrossentropy, labelSmoothing: 0.1 }. auto chooses by the labels: categoricalCrossentropy for one class of each example or timestep, binaryCrossentropy for multi-label, meanSquaredError for numbers.',
});

export type LossConfig = 'auto' | LossName | ComponentConfig;

/** Default losses by label encoding, and names of such labels in messages. */
const BY_LABELS = {
  class: { loss: 'categoricalCrossentropy', targets: 'class', name: 'one class of each example' },
  classes: { loss: 'binaryCrossentropy', targets: 'classes', name: 'multi-label' },
  number: { loss: 'meanSquaredError', targets: 'number', name: 'numbers' },
  tags: { loss: 'categoricalCrossentropy', targets: 'class', name: 'one class of each timestep' },
} as const;

type Encoding = LabelSpec['encoding'];

/**
 * Checks a loss against labels, as far as possible before the loss is created.
 * @param encoding Encoding of the labels; undefined if unknown.
 * @throws ExperimentError if the loss does not fit the labels.
 */
export function checkLoss(encoding: Encoding | undefined, loss: LossConfig, labelSmoothing: number): void {
  if (typeof loss === 'string') lossFor(encoding, loss);
  else if (labelSmoothing > 0) throw smoothingOfLoss(loss.type);
}

/**
 * Returns the built-in loss for a name and labels.
 * @throws ExperimentError if the loss cannot be computed from such labels.
 */
export function lossFor(encoding: Encoding | undefined, loss: LossName | 'auto'): LossName {
  const { loss: fitting, name } = BY_LABELS[encoding ?? 'class'];
  if (loss === 'auto') return fitting;
  if (encoding !== undefined && loss !== fitting) throw lossAndLabels(loss, name, fitting);
  return loss;
}

/**
 * Returns the loss of a config for labels.
 * @throws ExperimentError if the loss cannot be computed from such labels.
 */
export async function createLoss(
  encoding: Encoding | undefined,
  config: LossConfig,
  components: Components,
): Promise<LossName | Loss> {
  if (typeof config === 'string') return lossFor(encoding, config);
  const loss = await components.create('loss', config);
  const { loss: fitting, targets, name } = BY_LABELS[encoding ?? 'class'];
  if (encoding !== undefined && loss.targets !== targets) throw lossAndLabels(config.type, name, fitting);
  return loss;
}

/** Returns whether the targets are a class, several classes or a number; undefined if unknown. */
export function targetsOf(encoding: Encoding | undefined, loss: LossConfig): Loss['targets'] | undefined {
  if (encoding !== undefined) return BY_LABELS[encoding].targets;
  return Object.values(BY_LABELS).find((each) => each.loss === loss)?.targets;
}
