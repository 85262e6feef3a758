import { SeededRandom } from '@expgraph/core';
import { memoryDataset } from '@expgraph/testing';

/** A dataset of so many examples of each class, mixed; the feature of an example is its index. */
export function classesOf(...counts: readonly number[]) {
  const sorted = counts.flatMap((count, label) => new Array<number>(count).fill(label));
  const labels = new SeededRandom(['mix']).permutation(sorted.length).map((index) => sorted[index]);
  const features = Float32Array.from(labels.keys());
  return memoryDataset({ features, shape: [1], labels, classes: counts.map((_, label) => `class ${label}`) });
}
