import type { Batch } from '@expgraph/sdk';

/** Elements as rows of float32: features, labels, shares of classes where there are any, and how much the element counts. */
export class ElementRows {
  /** Numbers in a row. */
  readonly length: number;
  /** Whether the timesteps of elements have names, which are kept beside the rows. */
  readonly namesSteps: boolean;
  private readonly shape: readonly number[];
  private readonly features: number;
  private readonly labels: number;
  private readonly targets: number;
  private readonly labelsAreIndices: boolean;
  private readonly weighted: boolean;

  /** The rows of the elements of a data set, by a batch of it. */
  constructor(batch: Batch) {
    const [count, ...shape] = batch.shape;
    this.shape = shape;
    this.namesSteps = batch.steps !== undefined;
    this.features = batch.features.length / count;
    this.labels = batch.labels.length / count;
    this.labelsAreIndices = batch.labels instanceof Int32Array;
    this.weighted = batch.weights !== undefined;
    this.targets = (batch.targets?.length ?? 0) / count;
    this.length = this.features + this.labels + this.targets + 1;
  }

  /** The rows of a batch, `[batch, length]`. */
  encode({ features, labels, targets, weights, shape: [count] }: Batch): Float32Array {
    const rows = new Float32Array(count * this.length);
    for (let element = 0; element < count; element += 1) {
      const start = element * this.length;
      rows.set(features.subarray(element * this.features, (element + 1) * this.features), start);
      rows.set(labels.subarray(element * this.labels, (element + 1) * this.labels), start + this.features);
      const shares = targets?.subarray(element * this.targets, (element + 1) * this.targets);
      if (shares) rows.set(shares, start + this.features + this.labels);
      rows[start + this.length - 1] = weights?.[element] ?? 1;
    }
    return rows;
  }

  decode(rows: readonly Float32Array[]): Batch {
    const features = new Float32Array(rows.length * this.features);
    const labels = new (this.labelsAreIndices ? Int32Array : Float32Array)(rows.length * this.labels);
    const targets = new Float32Array(rows.length * this.targets);
    const end = this.features + this.labels;
    for (const [element, row] of rows.entries()) {
      features.set(row.subarray(0, this.features), element * this.features);
      labels.set(row.subarray(this.features, end), element * this.labels);
      targets.set(row.subarray(end, end + this.targets), element * this.targets);
    }
    const shape = [rows.length, ...this.shape];
    const batch = { features, shape, labels, ...(this.targets > 0 && { targets }) };
    if (!this.weighted) return batch;
    return { ...batch, weights: Float32Array.from(rows, (row) => row[this.length - 1]) };
  }
}
