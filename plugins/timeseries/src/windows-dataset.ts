import type { Batch, Dataset, DatasetSpec } from '@expgraph/sdk';
import type { Series } from './series.js';

export interface WindowOptions {
  /** Moments that a window has. */
  readonly length: number;
  /** How many moments behind the end of a window its label lies. */
  readonly horizon: number;
  /** Moments from one window to the next. */
  readonly stride: number;
  /** The position of the column that is foretold. */
  readonly target: number;
}

/** `float32[batch, length, columns]`, and the number that the target has `horizon` moments behind the end of each. */
export class WindowsDataset implements Dataset {
  readonly spec: DatasetSpec;
  readonly sameEachEpoch = true;
  readonly size: number;
  readonly classes: readonly string[] = [];

  constructor(
    private readonly series: Series,
    private readonly options: WindowOptions,
  ) {
    const { length, horizon, stride, target } = options;
    this.size = Math.max(0, Math.floor((series.moments.length - length - horizon) / stride) + 1);
    this.spec = {
      kind: 'dataset',
      features: { dtype: 'float32', shape: ['batch', length, series.columns.length] },
      label: { encoding: 'number', scaling: series.columns[target].scaling, feature: target },
      size: this.size,
    };
  }

  labels(): Float32Array {
    return Float32Array.from({ length: this.size }, (_, index) => this.label(index));
  }

  /** That of the moment which is foretold. */
  name(index: number): string {
    return this.series.moments[this.labelMoment(index)];
  }

  async read(indices: ArrayLike<number>): Promise<Batch> {
    const { length, stride } = this.options;
    const { columns } = this.series;
    const shape = [indices.length, length, columns.length];
    const features = new Float32Array(indices.length * length * columns.length);
    let position = 0;
    for (const index of Array.from(indices)) {
      for (let moment = index * stride; moment < index * stride + length; moment += 1) {
        for (const { values } of columns) {
          features[position] = values[moment];
          position += 1;
        }
      }
    }
    return { features, shape, labels: Float32Array.from(indices, (index) => this.label(index)) };
  }

  private label(index: number): number {
    return this.series.columns[this.options.target].values[this.labelMoment(index)];
  }

  private labelMoment(index: number): number {
    const { length, horizon, stride } = this.options;
    return index * stride + length + horizon - 1;
  }
}
