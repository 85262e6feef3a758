import type { LabelSpec, ModelCard } from '@expgraph/sdk';
import { scaleDiffers, targetDiffers } from './messages.js';

/** Rejects windows whose target is not what the model was trained with: another scale, or another column. @throws ExperimentError */
export function checkTarget({ numbers }: ModelCard, label: LabelSpec | undefined): void {
  if (!numbers?.scaling || !label?.scaling) return;
  const { offset, factor } = numbers.scaling;
  if (numbers.feature !== label.feature) throw targetDiffers(label.feature, numbers.feature);
  if (offset !== label.scaling.offset || factor !== label.scaling.factor) throw scaleDiffers();
}
