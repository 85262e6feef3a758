import { type FileHandle, open } from 'node:fs/promises';
import { DerivedDataset, selectLabels } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';

/** Features up to this size in bytes are kept in memory; larger ones are read from disk. */
const IN_MEMORY_BYTES = 256 * 2 ** 20;

/**
 * Dataset of precomputed features, read from files of float32 rows, one file per variant. A row consists of an
 * example's features and its weight.
 */
export class FeatureDataset extends DerivedDataset {
  /** Labels of all examples, from which batches are gathered. */
  private readonly allLabels: Int32Array | Float32Array;

  private constructor(
    original: Dataset,
    private readonly shape: readonly number[],
    private readonly variants: readonly RowFile[],
  ) {
    super(original, {
      spec: { ...original.spec, features: { dtype: 'float32', shape: ['batch', ...shape] } },
      sameEachEpoch: undefined,
    });
    this.allLabels = original.labels();
  }

  /** @param shape Shape of one example's features. */
  static async open(original: Dataset, shape: readonly number[], paths: readonly string[]): Promise<FeatureDataset> {
    const length = rowLength(shape);
    const budget = IN_MEMORY_BYTES / paths.length;
    const variants = await Promise.all(paths.map((path) => RowFile.open(path, original.size, length, budget)));
    return new FeatureDataset(original, shape, variants);
  }

  async read(indices: ArrayLike<number>, { epoch = 0 }: ReadOptions = {}): Promise<Batch> {
    const rows = await this.variants[epoch % this.variants.length].rows(indices);
    const length = rowLength(this.shape);
    const features = new Float32Array(indices.length * (length - 1));
    const weights = new Float32Array(indices.length);
    for (let position = 0; position < indices.length; position += 1) {
      const row = rows.subarray(position * length, (position + 1) * length);
      features.set(row.subarray(0, length - 1), position * (length - 1));
      weights[position] = row[length - 1];
    }
    return {
      features,
      weights,
      shape: [indices.length, ...this.shape],
      labels: selectLabels(this.allLabels, this.size, indices),
    };
  }

  async close(): Promise<void> {
    for (const variant of this.variants) await variant.close();
  }
}

/** Returns the number of values per row: the features of one example and its weight. */
export const rowLength = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1) + 1;

/** Float32 rows of equal length, in memory or on disk. */
class RowFile {
  private constructor(
    private readonly length: number,
    private readonly file: FileHandle,
    private readonly all: Float32Array | undefined,
  ) {}

  static async open(path: string, rows: number, length: number, budget: number): Promise<RowFile> {
    const file = await open(path, 'r');
    const bytes = rows * length * 4;
    const all = bytes <= budget ? await readFloats(file, 0, rows * length) : undefined;
    return new RowFile(length, file, all);
  }

  async rows(indices: ArrayLike<number>): Promise<Float32Array> {
    const { length } = this;
    const result = new Float32Array(indices.length * length);
    const rows = Array.from(indices, async (index, position) => {
      const row = this.all
        ? this.all.subarray(index * length, (index + 1) * length)
        : await readFloats(this.file, index * length, length);
      result.set(row, position * length);
    });
    await Promise.all(rows);
    return result;
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

async function readFloats(file: FileHandle, start: number, length: number): Promise<Float32Array> {
  const values = new Float32Array(length);
  const bytes = new Uint8Array(values.buffer);
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, start * 4 + done);
    if (bytesRead === 0) throw new Error('The feature file is shorter than its dataset.');
    done += bytesRead;
  }
  return values;
}
