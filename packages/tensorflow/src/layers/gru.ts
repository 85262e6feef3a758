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
 * GRU (Cho et al., 2014, arXiv:1406.1078), computed as a whole. With `resetAfter`, Keras' variant that cuDNN computes too, it has a
 * `bias` of its own for the state, `float32[2, 3 units]`; plain tfjs refuses that argument. Without, saved models open in plain tfjs.
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
 * The layer, with Keras' arguments and defaults: the reset gate comes after the product, and the recurrent activation is a
 * sigmoid, where tfjs takes a hard one. Inputs `float32[batch, time, features]`; outputs `float32[batch, units]`, or
 * `float32[batch, time, units]` with `returnSequences`. With `recurrentDropout`, one mask serves the three gates.
 */
export const gru = (options: Arguments): tf.layers.Layer => new Gru({ ...DEFAULTS, ...options });

/** The cell of that layer, for `rnn`. */
export const gruCell = (options: GruCellArguments): tf.layers.Layer => new GruCell({ ...DEFAULTS, ...options });
