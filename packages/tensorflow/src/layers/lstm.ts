import { tf } from '../tfjs.js';
import { type CallOptions, callCells, type RecurrentLayer } from './call-recurrent.js';
import { freezable } from './freezable.js';
import { LstmCell, type LstmCellArguments } from './lstm-cell.js';
import { stateful } from './stateful.js';

type Arguments = Parameters<typeof tf.layers.lstm>[0];

const Stock = tf.layers.lstm({ units: 1 }).constructor as unknown as new (
  options: Arguments,
) => RecurrentLayer & { cell: LstmCell };

/**
 * The LSTM of tfjs, computed as a fused operation. The class name is that of tfjs, so saved models load in plain tfjs.
 */
class Lstm extends stateful(freezable(Stock)) {
  /** @nocollapse */
  static readonly className = 'LSTM';

  constructor(options: Arguments) {
    super({ ...options });
    this.cell = new LstmCell(options);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor | tf.Tensor[] {
    return callCells(this, [this.cell], inputs, options);
  }
}

tf.serialization.registerClass(Lstm as never);

const DEFAULTS = { recurrentActivation: 'sigmoid', kernelInitializer: 'glorotUniform', unitForgetBias: true } as const;

/**
 * Returns an LSTM (Hochreiter and Schmidhuber, 1997). Takes Keras' arguments and defaults: the recurrent activation is
 * a sigmoid, where tfjs has a hard one, and the bias of the forget gate is initialized to 1 (Jozefowicz et al., 2015).
 * Inputs `float32[batch, time, features]`; outputs `float32[batch, units]`, or `float32[batch, time, units]` with
 * `returnSequences`.
 */
export const lstm = (options: Arguments): tf.layers.Layer => new Lstm({ ...DEFAULTS, ...options });

/** Returns the cell of the layer, for `rnn`. */
export const lstmCell = (options: LstmCellArguments): tf.layers.Layer => new LstmCell({ ...DEFAULTS, ...options });
