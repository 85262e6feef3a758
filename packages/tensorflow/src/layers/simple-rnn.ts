import { tf } from '../tfjs.js';
import { type CallOptions, callCells, type RecurrentLayer } from './call-recurrent.js';
import { freezable } from './freezable.js';
import type { RecurrentCell } from './recurrent-cell.js';
import { stateful } from './stateful.js';

type Arguments = Parameters<typeof tf.layers.simpleRNN>[0];
type CellArguments = Parameters<typeof tf.layers.simpleRNNCell>[0];

const Stock = tf.layers.simpleRNN({ units: 1 }).constructor as unknown as new (
  options: Arguments,
) => RecurrentLayer & { cell: RecurrentCell };

/**
 * The simple recurrent layer of tfjs, computed as a fused operation. The class name is that of tfjs, so saved models
 * load in plain tfjs.
 */
class SimpleRnn extends stateful(freezable(Stock)) {
  /** @nocollapse */
  static readonly className = 'SimpleRNN';

  constructor(options: Arguments) {
    super({ ...options });
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor | tf.Tensor[] {
    return callCells(this, [this.cell], inputs, options);
  }
}

tf.serialization.registerClass(SimpleRnn as never);

const DEFAULTS = { kernelInitializer: 'glorotUniform' } as const;

/**
 * Returns the layer (Elman, 1990). Takes Keras' arguments and defaults. Inputs `float32[batch, time, features]`;
 * outputs `float32[batch, units]`, or `float32[batch, time, units]` with `returnSequences`.
 */
export const simpleRnn = (options: Arguments): tf.layers.Layer => new SimpleRnn({ ...DEFAULTS, ...options });

/** Returns the cell of the layer, for `rnn`. */
export const simpleRnnCell = (options: CellArguments): tf.layers.Layer =>
  tf.layers.simpleRNNCell({ ...DEFAULTS, ...options });
