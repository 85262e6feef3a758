import { DerivedDataset } from '@expgraph/data/dataset';
import type { Batch, Dataset, ReadOptions } from '@expgraph/sdk';

/** A dataset whose class indices are those of another list of classes. */
export class RelabeledDataset extends DerivedDataset {
  /** The new index of each class. */
  private readonly indexOf: readonly number[];

  constructor(original: Dataset, classes: readonly string[]) {
    const { label } = original.spec;
    super(original, { spec: { ...original.spec, label: label && { ...label, classes } }, classes });
    this.indexOf = original.classes.map((name) => classes.indexOf(name));
  }

  override labels(): Int32Array | Float32Array {
    return this.relabeled(this.original.labels());
  }

  async read(indices: ArrayLike<number>, options?: ReadOptions): Promise<Batch> {
    const { targets, ...batch } = await this.original.read(indices, options);
    const labels = this.relabeled(batch.labels);
    return { ...batch, labels, ...(targets && { targets: this.relabeled(targets) as Float32Array }) };
  }

  private relabeled(labels: Int32Array | Float32Array): Int32Array | Float32Array {
    // Timesteps without a label stay -1.
    if (labels instanceof Int32Array) return labels.map((label) => this.indexOf[label] ?? -1);
    const [before, after] = [this.indexOf.length, this.classes.length];
    const result = new Float32Array((labels.length / before) * after);
    for (const [position, value] of labels.entries()) {
      const label = this.indexOf[position % before];
      if (label >= 0) result[Math.floor(position / before) * after + label] = value;
    }
    return result;
  }
}
