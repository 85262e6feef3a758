import { tf } from '../tfjs.js';
import { type CallOptions, callCells, type RecurrentLayer } from './call-recurrent.js';
import { freezable } from './freezable.js';
import { GruCell, type GruCellArguments } from './gru-cell.js';
import { stateful } from './stateful.js';

type Arguments = Parameters<typeof tf.layers.gru>[0] & Pick<GruCellArguments, 'resetAfter'>;

const Stock = tf.layers.gru({ units: 1 }).constructor as unknown as new (
  options: Arguments,
) => RecurrentLayer & { cell: GruCell };

/**
 * GRU (Cho et al., 2014, arXiv:1406.1078), computed as a fused operation. With `resetAfter`, Keras' variant for cuDNN,
 * `bias` is `float32[2, 3 units]` with a recurrent bias; plain tfjs does not load such models. Without it, saved models
 * load in plain tfjs.
 */
class Gru extends stateful(freezable(Stock)) {
  /** @nocollapse */
  static readonly className = 'GRU';

  constructor(options: Arguments) {
    super({ ...options, resetAfter: false });
    this.cell = new GruCell(options);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor | tf.Tensor[] {
    return callCells(this, [this.cell], inputs, options);
  }
}

tf.serialization.registerClass(Gru as never);

const DEFAULTS = { resetAfter: true, recurrentActivation: 'sigmoid', kernelInitializer: 'glorotUniform' } as const;

/**
 * Returns the layer. Takes Keras' arguments and defaults: `resetAfter` is true, and the recurrent activation is a
 * sigmoid, where tfjs has a hard one. Inputs `float32[batch, time, features]`; outputs `float32[batch, units]`, or
 * `float32[batch, time, units]` with `returnSequences`. With `recurrentDropout`, the three gates share one mask.
 */
export const gru = (options: Arguments): tf.layers.Layer => new Gru({ ...DEFAULTS, ...options });

/** Returns the cell of the layer, for `rnn`. */
export const gruCell = (options: GruCellArguments): tf.layers.Layer => new GruCell({ ...DEFAULTS, ...options });
