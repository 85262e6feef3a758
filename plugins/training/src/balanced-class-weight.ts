import type { Dataset } from '@expgraph/sdk';

/**
 * Returns `[classes]`: weights that give all classes the same sum, examples / (classes * examples of the class), as
 * scikit-learn's "balanced". A class without examples has weight 0. For tags, labeled timesteps count as examples.
 */
export function balancedClassWeight(data: Dataset): number[] {
  const labels = data.labels().filter((label) => label >= 0);
  const counts = data.classes.map(() => 0);
  for (const label of labels) counts[label] += 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}
