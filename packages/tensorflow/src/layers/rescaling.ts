import { tf } from '../tfjs.js';

type Arguments = NonNullable<Parameters<typeof tf.layers.rescaling>[0]>;

const Stock = tf.layers.rescaling({ scale: 1 }).constructor as new (options: Arguments) => tf.layers.Layer;

/**
 * Passes the mask on as in Keras; the layer of tfjs ends it. The class name is that of tfjs, so saved models load in
 * plain tfjs.
 */
class Rescaling extends Stock {
  /** @nocollapse */
  static readonly className = 'Rescaling';

  constructor(options: Arguments) {
    super(options);
    this.supportsMasking = true;
  }
}

tf.serialization.registerClass(Rescaling as never);

/** Returns a layer that computes `scale * x + offset`, for any shape. */
export const rescaling = (options: Arguments): tf.layers.Layer => new Rescaling(options);
