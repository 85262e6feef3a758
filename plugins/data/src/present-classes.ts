import type { Dataset } from '@expgraph/sdk';

/** The classes that elements are of, in their order. */
export function presentClasses(data: Dataset): string[] {
  const labels = data.labels();
  const { classes } = data;
  const present = new Set<number>();
  for (const [position, value] of labels.entries()) {
    // Of steps without a class, -1, there is none.
    if (labels instanceof Int32Array) present.add(value);
    else if (value > 0) present.add(position % classes.length);
  }
  return classes.filter((_, index) => present.has(index));
}
