import { tf } from '../tfjs.js';
import type { RecurrentLayer } from './call-recurrent.js';
import './gru.js';
import './lstm.js';
import './rnn.js';
import './simple-rnn.js';
import { withoutCounter } from './without-counter.js';

type Arguments = Omit<Parameters<typeof tf.layers.bidirectional>[0], 'layer' | 'mergeMode'> & {
  /** A recurrent layer. The wrapper uses two copies of it, not its own weights. */
  readonly layer: tf.layers.Layer;
  /** How to merge the outputs of both directions; default concat. */
  readonly mergeMode?: 'concat' | 'sum' | 'ave' | 'mul' | null;
};

const example = tf.layers.bidirectional({ layer: tf.layers.simpleRNN({ units: 1 }) as tf.RNN, mergeMode: 'concat' });
const Stock = example.constructor as unknown as new (
  options: Arguments,
) => tf.layers.Layer & {
  readonly forwardLayer: RecurrentLayer;
  readonly backwardLayer: RecurrentLayer;
};

/**
 * The wrapper of tfjs with zero outputs for masked timesteps as in Keras, because the directions would repeat different
 * outputs. The wrapper can be created frozen.
 */
class Bidirectional extends Stock {
  /** @nocollapse */
  static readonly className = 'Bidirectional';

  constructor(options: Arguments) {
    withoutCounter(options.layer);
    super(options);
    for (const layer of [this.forwardLayer, this.backwardLayer]) layer.zeroOutputForMask = layer.returnSequences;
    // tfjs ignores the option `trainable`, so copies of a frozen layer would train.
    this.trainable = options.trainable ?? true;
  }
}

tf.serialization.registerClass(Bidirectional as never);

/**
 * Returns a bidirectional layer (Schuster and Paliwal, 1997). Takes Keras' arguments. Inputs `float32[batch, time,
 * features]`; outputs as those of the wrapped layer, with twice the units for `mergeMode: 'concat'`.
 */
export const bidirectional = (options: Arguments): tf.layers.Layer =>
  new Bidirectional({ mergeMode: 'concat', ...options });
