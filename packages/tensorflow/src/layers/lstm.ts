import { tf } from '../tfjs.js';
import { type Recurrent, SeededMasks } from './seeded-masks.js';

type Arguments = Parameters<typeof tf.layers.lstm>[0];

const Stock = tf.layers.lstm({ units: 1 }).constructor as unknown as new (options: Arguments) => Recurrent;

/**
 * tfjs' own LSTM (Hochreiter and Schmidhuber, 1997) with dropout masks that can be repeated. It has the same class name, so
 * saved models open in plain tfjs.
 */
class Lstm extends Stock {
  /** @nocollapse */
  static readonly className = 'LSTM';
  private readonly masks = new SeededMasks(this);

  override call(inputs: tf.Tensor | tf.Tensor[], options: Record<string, unknown>): tf.Tensor | tf.Tensor[] {
    return this.masks.during(() => super.call(inputs, options));
  }
}

tf.serialization.registerClass(Lstm as never);

/**
 * The layer, with Keras' arguments and defaults: the recurrent activation is a sigmoid, where tfjs takes a hard one. Inputs
 * `float32[batch, time, features]`; outputs `float32[batch, units]`, or `float32[batch, time, units]` with `returnSequences`.
 */
export const lstm = (options: Arguments): tf.layers.Layer =>
  new Lstm({ recurrentActivation: 'sigmoid', kernelInitializer: 'glorotUniform', ...options });
