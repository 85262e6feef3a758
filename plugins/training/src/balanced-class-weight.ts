import type { Dataset } from '@expgraph/sdk';

/**
 * `[classes]`: a weight for each class, such that all classes weigh the same together:
 * examples / (classes * examples of the class), as scikit-learn's "balanced". A class without examples weighs 0. Of tags, each
 * step that has one is an example.
 */
export function balancedClassWeight(data: Dataset): number[] {
  const labels = data.labels().filter((label) => label >= 0);
  const counts = data.classes.map(() => 0);
  for (const label of labels) counts[label] += 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}
