import type { Dataset } from '@expgraph/sdk';

/** The class of each element, or those that it has, where it may have several. */
export function classesOfEach(data: Dataset): number[][] {
  const labels = data.labels();
  if (data.spec.label?.encoding !== 'classes') return Array.from(labels, (label) => [label]);
  const count = data.classes.length;
  return Array.from({ length: data.size }, (_, element) =>
    data.classes.flatMap((_, index) => (labels[element * count + index] > 0 ? [index] : [])),
  );
}
