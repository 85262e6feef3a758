import type { Dataset } from '@expgraph/sdk';

/** Returns the classes that have at least one example, in their order. */
export function presentClasses(data: Dataset): string[] {
  const labels = data.labels();
  const { classes } = data;
  const present = new Set<number>();
  for (const [position, value] of labels.entries()) {
    // Timesteps without a label are -1, which is the index of no class.
    if (labels instanceof Int32Array) present.add(value);
    else if (value > 0) present.add(position % classes.length);
  }
  return classes.filter((_, index) => present.has(index));
}
