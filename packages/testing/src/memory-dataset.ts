import type { Dataset, DatasetSpec } from '@expgraph/sdk';

export interface MemoryDatasetOptions {
  /** `[size, ...shape]`, row-major. */
  readonly features: Float32Array;
  /** Shape of one element. */
  readonly shape: readonly number[];
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly spec?: Omit<DatasetSpec, 'kind'>;
}

/** A data set of numbers that are in memory. */
export function memoryDataset({ features, shape, labels, classes, spec }: MemoryDatasetOptions): Dataset {
  const length = shape.reduce((product, size) => product * size, 1);
  const named = { encoding: 'class', classes } as const;
  return {
    spec: { kind: 'dataset', features: { dtype: 'float32', shape: ['batch', ...shape] }, label: named, ...spec },
    size: labels.length,
    classes,
    sameEachEpoch: true,
    labels: () => labels,
    name: (index) => `example ${index}`,
    async read(indices) {
      const chosen = Array.from(indices);
      const batch = new Float32Array(chosen.length * length);
      for (const [position, index] of chosen.entries()) {
        batch.set(features.subarray(index * length, (index + 1) * length), position * length);
      }
      return {
        features: batch,
        shape: [chosen.length, ...shape],
        labels: Int32Array.from(chosen, (index) => labels[index]),
      };
    },
  };
}
