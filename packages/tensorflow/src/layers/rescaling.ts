import { tf } from '../tfjs.js';

type Arguments = NonNullable<Parameters<typeof tf.layers.rescaling>[0]>;

const Stock = tf.layers.rescaling({ scale: 1 }).constructor as new (options: Arguments) => tf.layers.Layer;

/** As in Keras, masked steps stay masked; tfjs' own ends the mask. It has the same class name, so saved models open in plain tfjs. */
class Rescaling extends Stock {
  /** @nocollapse */
  static readonly className = 'Rescaling';

  constructor(options: Arguments) {
    super(options);
    this.supportsMasking = true;
  }
}

tf.serialization.registerClass(Rescaling as never);

/** `scale * x + offset`, of any shape. */
export const rescaling = (options: Arguments): tf.layers.Layer => new Rescaling(options);
