import { tf } from '../tfjs.js';
import type { RecurrentLayer } from './call-recurrent.js';
import './gru.js';
import './lstm.js';
import './rnn.js';
import './simple-rnn.js';
import { withoutCounter } from './without-counter.js';

type Arguments = Omit<Parameters<typeof tf.layers.bidirectional>[0], 'layer' | 'mergeMode'> & {
  /** A recurrent layer. It is copied twice, and its own weights are not used. */
  readonly layer: tf.layers.Layer;
  /** What becomes of the two outputs; default concat. */
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
 * tfjs' own wrapper with the outputs of masked steps that Keras gives: none, since the two ways would repeat different ones. It can be made
 * frozen.
 */
class Bidirectional extends Stock {
  /** @nocollapse */
  static readonly className = 'Bidirectional';

  constructor(options: Arguments) {
    withoutCounter(options.layer);
    super(options);
    for (const layer of [this.forwardLayer, this.backwardLayer]) layer.zeroOutputForMask = layer.returnSequences;
    // tfjs takes it for trainable whatever it is given: a frozen one would train on in every copy.
    this.trainable = options.trainable ?? true;
  }
}

tf.serialization.registerClass(Bidirectional as never);

/**
 * Goes through a sequence both ways (Schuster and Paliwal, 1997), with Keras' arguments. Inputs `float32[batch, time, features]`;
 * outputs as those of the layer, with twice the units for `mergeMode: 'concat'`.
 */
export const bidirectional = (options: Arguments): tf.layers.Layer =>
  new Bidirectional({ mergeMode: 'concat', ...options });
