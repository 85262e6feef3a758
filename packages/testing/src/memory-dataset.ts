import { selectLabels } from '@expgraph/data/dataset';
import type { Dataset, DatasetSpec, LabelSpec } from '@expgraph/sdk';

export interface MemoryDatasetOptions {
  /** `[size, ...shape]`, row-major. */
  readonly features: Float32Array;
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** `[size]`: class indices, or regression targets without classes; `float32[size, classes]`: multi-label; `int32[size, time]`: tags. */
  readonly labels: Int32Array | Float32Array;
  readonly classes: readonly string[];
  /** Names of the examples; default: `example 0`, `example 1` ... */
  readonly names?: readonly string[];
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  /** Default: true. With false, the epoch is added to the features. */
  readonly sameEachEpoch?: boolean;
  readonly spec?: Omit<DatasetSpec, 'kind'>;
}

/** Returns a dataset in memory. */
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
