import { concatenate, joinBatches, padTags } from '@expgraph/data/dataset';
import type { Batch, Dataset, DatasetSpec, ReadOptions } from '@expgraph/sdk';

/** Datasets one after another, which have the same features and classes. */
export class ConcatenatedDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly size: number;
  readonly classes: readonly string[];
  readonly sameEachEpoch?: boolean;
  /** The index of the first example of each dataset. */
  private readonly starts: readonly number[];
  /** For tags: the number of timesteps of the longest example. */
  private readonly timesteps: number | undefined;

  constructor(private readonly parts: readonly Dataset[]) {
    const [first] = parts;
    this.starts = parts.map((_, part) => parts.slice(0, part).reduce((sum, { size }) => sum + size, 0));
    if (first.spec.label?.encoding === 'tags')
      this.timesteps = Math.max(...parts.map((part) => part.labels().length / part.size));
    this.size = parts.reduce((sum, { size }) => sum + size, 0);
    this.classes = first.classes;
    this.sameEachEpoch = parts.every(({ sameEachEpoch }) => sameEachEpoch) || undefined;
    const isOnePart = parts.every(({ spec }) => spec.part === first.spec.part);
    this.spec = { ...first.spec, size: this.size, ...(!isOnePart && { part: undefined }) };
  }

  labels(): Int32Array | Float32Array {
    return concatenate(this.parts.map((part) => padTags(part.labels(), part.size, this.timesteps)));
  }

  name(index: number): string {
    const part = this.partOf(index);
    return this.parts[part].name(index - this.starts[part]);
  }

  column(name: string): readonly string[] | undefined {
    const columns = this.parts.map((part) => part.column?.(name));
    return columns.every((values) => values !== undefined) ? columns.flat() : undefined;
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const wanted = Array.from(indices, (index, position) => ({ index, position, part: this.partOf(index) }));
    const used = this.starts.map((start, part) =>
      wanted
        .filter((example) => example.part === part)
        .map((example) => ({ ...example, index: example.index - start })),
    );
    const batches = await Promise.all(
      used.map((examples, part) =>
        examples.length > 0
          ? this.parts[part].read(
              examples.map(({ index }) => index),
              options,
            )
          : undefined,
      ),
    );
    const read = batches.filter((batch) => batch !== undefined);
    // The row of each example in the batches that were read, one after another.
    const rows = new Int32Array(wanted.length);
    for (const [row, { position }] of used.flat().entries()) rows[position] = row;
    return joinBatches(read, rows, this.timesteps);
  }

  private partOf(index: number): number {
    return this.starts.findLastIndex((start) => start <= index);
  }
}
