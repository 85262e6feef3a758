import type { Dataset } from '@expgraph/sdk';

/** Returns the class indices of each example: one, or any number where examples are multi-label or their timesteps are labeled. */
export function classesPerExample(data: Dataset): number[][] {
  const labels = data.labels();
  if (data.spec.label?.encoding === 'tags') {
    const time = labels.length / data.size;
    return Array.from({ length: data.size }, (_, example) => [
      ...new Set(labels.subarray(example * time, (example + 1) * time).filter((tag) => tag >= 0)),
    ]);
  }
  if (data.spec.label?.encoding !== 'classes') return Array.from(labels, (label) => [label]);
  const count = data.classes.length;
  return Array.from({ length: data.size }, (_, example) =>
    data.classes.flatMap((_, index) => (labels[example * count + index] > 0 ? [index] : [])),
  );
}
