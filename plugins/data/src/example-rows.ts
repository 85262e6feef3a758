import type { Batch } from '@expgraph/sdk';

/** Encodes examples as rows of float32: features, labels, soft labels if there are any, and the weight of the example. */
export class ExampleRows {
  /** Number of values in a row. */
  readonly length: number;
  /** Whether the timesteps of the examples have names, which are stored beside the rows. */
  readonly hasStepNames: boolean;
  private readonly shape: readonly number[];
  private readonly features: number;
  private readonly labels: number;
  private readonly targets: number;
  private readonly labelsAreIndices: boolean;
  private readonly weighted: boolean;

  /** @param batch A batch of the dataset, which gives the layout of the rows. */
  constructor(batch: Batch) {
    const [count, ...shape] = batch.shape;
    this.shape = shape;
    this.hasStepNames = batch.steps !== undefined;
    this.features = batch.features.length / count;
    this.labels = batch.labels.length / count;
    this.labelsAreIndices = batch.labels instanceof Int32Array;
    this.weighted = batch.weights !== undefined;
    this.targets = (batch.targets?.length ?? 0) / count;
    this.length = this.features + this.labels + this.targets + 1;
  }

  /** Returns the rows of a batch, `[batch, length]`. */
  encode({ features, labels, targets, weights, shape: [count] }: Batch): Float32Array {
    const rows = new Float32Array(count * this.length);
    for (let example = 0; example < count; example += 1) {
      const start = example * this.length;
      rows.set(features.subarray(example * this.features, (example + 1) * this.features), start);
      rows.set(labels.subarray(example * this.labels, (example + 1) * this.labels), start + this.features);
      const softLabels = targets?.subarray(example * this.targets, (example + 1) * this.targets);
      if (softLabels) rows.set(softLabels, start + this.features + this.labels);
      rows[start + this.length - 1] = weights?.[example] ?? 1;
    }
    return rows;
  }

  decode(rows: readonly Float32Array[]): Batch {
    const features = new Float32Array(rows.length * this.features);
    const labels = new (this.labelsAreIndices ? Int32Array : Float32Array)(rows.length * this.labels);
    const targets = new Float32Array(rows.length * this.targets);
    const end = this.features + this.labels;
    for (const [example, row] of rows.entries()) {
      features.set(row.subarray(0, this.features), example * this.features);
      labels.set(row.subarray(this.features, end), example * this.labels);
      targets.set(row.subarray(end, end + this.targets), example * this.targets);
    }
    const shape = [rows.length, ...this.shape];
    const batch = { features, shape, labels, ...(this.targets > 0 && { targets }) };
    if (!this.weighted) return batch;
    return { ...batch, weights: Float32Array.from(rows, (row) => row[this.length - 1]) };
  }
}
