import { tf } from '../tfjs.js';
import { type CallOptions, callCells, type RecurrentLayer } from './call-recurrent.js';
import { freezable } from './freezable.js';
import { LstmCell, type LstmCellArguments } from './lstm-cell.js';
import { stateful } from './stateful.js';

type Arguments = Parameters<typeof tf.layers.lstm>[0];

const Stock = tf.layers.lstm({ units: 1 }).constructor as unknown as new (
  options: Arguments,
) => RecurrentLayer & { cell: LstmCell };

/** tfjs' own LSTM, computed as a whole. It has the same class name, so saved models open in plain tfjs. */
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
 * LSTM (Hochreiter and Schmidhuber, 1997) with Keras' arguments and defaults: the recurrent activation is a sigmoid, where tfjs takes
 * a hard one, and the forget gate begins open (Jozefowicz et al., 2015). Inputs `float32[batch, time, features]`; outputs
 * `float32[batch, units]`, or `float32[batch, time, units]` with `returnSequences`.
 */
export const lstm = (options: Arguments): tf.layers.Layer => new Lstm({ ...DEFAULTS, ...options });

/** The cell of that layer, for `rnn`. */
export const lstmCell = (options: LstmCellArguments): tf.layers.Layer => new LstmCell({ ...DEFAULTS, ...options });
