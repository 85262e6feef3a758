import type { Batch, Dataset, DatasetSpec } from '@expgraph/sdk';
import type { Series } from './series.js';

export interface WindowOptions {
  /** Number of timesteps in a window. */
  readonly length: number;
  /** Number of timesteps from the end of a window to its label. */
  readonly horizon: number;
  /** Number of timesteps from one window to the next. */
  readonly stride: number;
  /** Index of the target column. */
  readonly target: number;
}

/** Windows `float32[batch, length, columns]`, labeled with the value of the target column `horizon` timesteps after their end. */
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
    this.size = Math.max(0, Math.floor((series.timesteps.length - length - horizon) / stride) + 1);
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

  /** Returns the name of the timestep of the label. */
  name(index: number): string {
    return this.series.timesteps[this.labelTimestep(index)];
  }

  async read(indices: ArrayLike<number>): Promise<Batch> {
    const { length, stride } = this.options;
    const { columns } = this.series;
    const shape = [indices.length, length, columns.length];
    const features = new Float32Array(indices.length * length * columns.length);
    let position = 0;
    for (const index of Array.from(indices)) {
      for (let timestep = index * stride; timestep < index * stride + length; timestep += 1) {
        for (const { values } of columns) {
          features[position] = values[timestep];
          position += 1;
        }
      }
    }
    return { features, shape, labels: Float32Array.from(indices, (index) => this.label(index)) };
  }

  private label(index: number): number {
    return this.series.columns[this.options.target].values[this.labelTimestep(index)];
  }

  private labelTimestep(index: number): number {
    const { length, horizon, stride } = this.options;
    return index * stride + length + horizon - 1;
  }
}
