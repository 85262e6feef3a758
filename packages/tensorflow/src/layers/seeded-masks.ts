import { tf } from '../tfjs.js';
import { dropoutMask } from './seeded-dropout.js';

/** What is used of tfjs' own recurrent layers, whose classes it does not export. */
export interface Recurrent extends tf.layers.Layer {
  cell: RecurrentCell;
}

export interface RecurrentCell extends tf.layers.Layer {
  dropoutFunc?: (ones: tf.Tensor, rate: number) => tf.Tensor;
  /** The masks of a sequence, made at its first step. */
  dropoutMask: tf.Tensor | tf.Tensor[] | null;
  recurrentDropoutMask: tf.Tensor | tf.Tensor[] | null;
}

/** Lets the cell of a recurrent layer draw masks as `seededDropout` does, and frees them after each sequence. */
export class SeededMasks {
  private drawn = 0;

  constructor(private readonly layer: Recurrent) {
    layer.cell.dropoutFunc = (ones, rate) => {
      this.drawn += 1;
      return dropoutMask(ones.shape, rate, `${layer.name}/${this.drawn}`);
    };
  }

  /** Runs a sequence. */
  during<Result>(work: () => Result): Result {
    this.drawn = 0;
    try {
      return work();
    } finally {
      const { cell } = this.layer;
      tf.dispose([cell.dropoutMask, cell.recurrentDropoutMask] as tf.Tensor[]);
      cell.dropoutMask = null;
      cell.recurrentDropoutMask = null;
    }
  }
}
