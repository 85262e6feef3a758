import { tf } from '../tfjs.js';
import { type CallOptions, callCells, type RecurrentLayer } from './call-recurrent.js';
import { freezable } from './freezable.js';
import './gru-cell.js';
import './lstm-cell.js';
import type { RecurrentCell } from './recurrent-cell.js';
import { stateful } from './stateful.js';
import { withoutCounter } from './without-counter.js';

type Arguments = Omit<Parameters<typeof tf.layers.rnn>[0], 'cell'> & {
  /** A cell, or stacked cells, each of which takes the outputs of the previous one. */
  readonly cell: tf.layers.Layer | readonly tf.layers.Layer[];
};

const example = tf.layers.rnn({ cell: tf.layers.simpleRNNCell({ units: 1 }) });
const Stock = example.constructor as unknown as new (options: Arguments) => RecurrentLayer;
type FromConfig = (kind: unknown, config: tf.serialization.ConfigDict, objects?: tf.serialization.ConfigDict) => Rnn;
const { fromConfig } = example.constructor as unknown as { readonly fromConfig: FromConfig };

/**
 * A recurrent layer of given cells, computed cell by cell. The class name is that of tfjs, so saved models load in
 * plain tfjs.
 */
class Rnn extends stateful(freezable(Stock)) {
  /** @nocollapse */
  static readonly className = 'RNN';

  constructor(options: Arguments) {
    super(options);
    const { cells = [] } = this.cell as unknown as { cells?: RecurrentCell[] };
    withoutCounter(this.cell);
    for (const [position, cell] of cells.entries()) withoutCounter(cell, position);
  }

  /**
   * Creates a layer without changing the config: tfjs adds the cell to it, and `bidirectional` makes two layers from
   * one config.
   * @nocollapse
   */
  static fromConfig(...[kind, config, objects]: Parameters<FromConfig>): Rnn {
    return fromConfig(kind, { ...config }, objects);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor | tf.Tensor[] {
    const { cells } = this.cell as unknown as { cells?: RecurrentCell[] };
    return callCells(this, cells ?? [this.cell as RecurrentCell], inputs, options);
  }
}

tf.serialization.registerClass(Rnn as never);

/**
 * Returns the layer. Takes Keras' arguments; cells come from `simpleRnnCell`, `lstmCell` and `gruCell`. Inputs
 * `float32[batch, time, features]`; outputs of the last cell `float32[batch, units]`, or `float32[batch, time, units]`
 * with `returnSequences`. States start with those of the last cell.
 */
export const rnn = (options: Arguments): tf.layers.Layer => new Rnn(options);
