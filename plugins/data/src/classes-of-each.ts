import type { Dataset } from '@expgraph/sdk';

/** The class of each element, or those that it has, or its steps, where it may have several. */
export function classesOfEach(data: Dataset): number[][] {
  const labels = data.labels();
  if (data.spec.label?.encoding === 'tags') {
    const time = labels.length / data.size;
    return Array.from({ length: data.size }, (_, element) => [
      ...new Set(labels.subarray(element * time, (element + 1) * time).filter((tag) => tag >= 0)),
    ]);
  }
  if (data.spec.label?.encoding !== 'classes') return Array.from(labels, (label) => [label]);
  const count = data.classes.length;
  return Array.from({ length: data.size }, (_, element) =>
    data.classes.flatMap((_, index) => (labels[element * count + index] > 0 ? [index] : [])),
  );
}
