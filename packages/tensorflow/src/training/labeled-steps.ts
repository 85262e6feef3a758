import type { Batch, Dataset, Predictions } from '@expgraph/sdk';
import { concatFloats } from './concat-floats.js';

/** Collects the scores of labeled timesteps, batch by batch. */
export class LabeledSteps {
  private readonly labels: number[] = [];
  private readonly scores: Float32Array[] = [];
  private readonly names: string[] = [];
  private readonly steps: string[] = [];
  /** Number of examples added so far. */
  private examples = 0;

  constructor(private readonly data: Dataset) {}

  /** @param scores `float32[batch * time, classes]` */
  add(batch: Batch, scores: Float32Array): void {
    const { labels, shape } = batch;
    const [time, classes] = [labels.length / shape[0], scores.length / labels.length];
    const named = batch.steps?.();
    const kept = new Float32Array(scores.length);
    let count = 0;
    for (const [position, label] of labels.entries()) {
      if (label < 0) continue;
      const [example, step] = [Math.floor(position / time), position % time];
      this.labels.push(label);
      this.names.push(this.data.name(this.examples + example));
      this.steps.push(named?.[example][step] || `step ${step + 1}`);
      kept.set(scores.subarray(position * classes, (position + 1) * classes), count * classes);
      count += 1;
    }
    this.scores.push(kept.subarray(0, count * classes));
    this.examples += shape[0];
  }

  predictions(): Predictions {
    const { names, steps } = this;
    const [labels, scores] = [Int32Array.from(this.labels), concatFloats(this.scores)];
    return { classes: this.data.classes, labels, scores, names, steps };
  }
}
