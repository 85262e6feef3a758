import { selectLabels } from '@expgraph/data/dataset';
import type { Dataset, DatasetSpec, LabelSpec } from '@expgraph/sdk';

export interface MemoryDatasetOptions {
  /** `[size, ...shape]`, row-major. */
  readonly features: Float32Array;
  /** Shape of one element. */
  readonly shape: readonly number[];
  /** `[size]`: class indices, or numbers if there are no classes; `float32[size, classes]` of 0 and 1; `int32[size, time]` of tags. */
  readonly labels: Int32Array | Float32Array;
  readonly classes: readonly string[];
  /** Default `example 0`, `example 1` ... */
  readonly names?: readonly string[];
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  /** Default true. With false, features are more by the epoch. */
  readonly sameEachEpoch?: boolean;
  readonly spec?: Omit<DatasetSpec, 'kind'>;
}

/** A data set of numbers that are in memory. */
export function memoryDataset(options: MemoryDatasetOptions): Dataset {
  const { features, shape, labels, classes, spec, names, columns, sameEachEpoch = true } = options;
  const length = shape.reduce((product, size) => product * size, 1);
  const size = features.length / length;
  const named: LabelSpec =
    classes.length === 0
      ? { encoding: 'number' }
      : { encoding: labels instanceof Float32Array ? 'classes' : labels.length > size ? 'tags' : 'class', classes };
  return {
    spec: { kind: 'dataset', features: { dtype: 'float32', shape: ['batch', ...shape] }, label: named, ...spec },
    size,
    classes,
    sameEachEpoch,
    labels: () => labels,
    name: (index) => names?.[index] ?? `example ${index}`,
    column: (name) => columns?.[name],
    async read(indices, { epoch = 0 } = {}) {
      const chosen = Array.from(indices);
      const batch = new Float32Array(chosen.length * length);
      for (const [position, index] of chosen.entries()) {
        const element = features.subarray(index * length, (index + 1) * length);
        batch.set(sameEachEpoch ? element : element.map((value) => value + epoch), position * length);
      }
      return {
        features: batch,
        shape: [chosen.length, ...shape],
        labels: selectLabels(labels, size, chosen),
      };
    },
  };
}
