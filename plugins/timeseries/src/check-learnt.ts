import type { LabelSpec, ModelCard } from '@expgraph/sdk';
import { otherScale, otherTarget } from './messages.js';

/** Refuses windows whose numbers are not what the model has learnt to give: on another scale, or of another column. */
export function checkLearnt({ numbers }: ModelCard, label: LabelSpec | undefined): void {
  if (!numbers?.scaling || !label?.scaling) return;
  const { offset, factor } = numbers.scaling;
  if (numbers.feature !== label.feature) throw otherTarget(label.feature, numbers.feature);
  if (offset !== label.scaling.offset || factor !== label.scaling.factor) throw otherScale();
}
