import { tf } from '../tfjs.js';
import { type RecurrentCell, runCell } from './recurrent-cell.js';

export type GruCellArguments = Parameters<typeof tf.layers.gruCell>[0] & {
  /** Apply the reset gate after the product of the state and the recurrent kernel instead of before; default true. */
  readonly resetAfter?: boolean;
};

/** The members of tfjs' cell that this file uses. */
interface Cell extends RecurrentCell {
  useBias: boolean;
  readonly biasInitializer: never;
  readonly biasRegularizer: never;
  readonly biasConstraint: never;
  bias: tf.LayerVariable | null;
}

const Stock = tf.layers.gruCell({ units: 1 }).constructor as unknown as new (options: GruCellArguments) => Cell;

const ONE_STEP = { keep: null, goBackwards: false, zeroOutputForMask: false, returnSequences: false } as const;

/** GRU cell of either variant; tfjs supports only the one without `resetAfter`. */
export class GruCell extends Stock {
  /** @nocollapse */
  static readonly className = 'GRUCell';
  override readonly resetAfter: boolean;

  constructor(options: GruCellArguments) {
    super({ ...options, resetAfter: false });
    this.resetAfter = options.resetAfter ?? false;
  }

  /** Adds weights in Keras' order and shapes: `bias` contains the input bias and the recurrent bias. */
  override build(inputShape: tf.Shape): void {
    const { useBias, biasInitializer, biasRegularizer, biasConstraint } = this;
    // Keeps tfjs from adding an input bias only.
    this.useBias = useBias && !this.resetAfter;
    super.build(inputShape);
    this.useBias = useBias;
    if (!useBias || !this.resetAfter) return;
    const shape = [2, 3 * this.units];
    this.bias = this.addWeight('bias', shape, 'float32', biasInitializer, biasRegularizer, true, biasConstraint);
  }

  /**
   * Computes a timestep from inputs, `float32[batch, features]`, and the state, `float32[batch, units]`. The gates are
   * z, r, h.
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
    const [x, ...states] = inputs as tf.Tensor[];
    return tf.tidy(() => {
      const { y, states: next } = runCell(this, tf.expandDims(x, 1), states, {}, ONE_STEP);
      return [y, ...next];
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const config = super.getConfig();
    return this.resetAfter ? { ...config, resetAfter: true } : config;
  }
}

tf.serialization.registerClass(GruCell as never);
