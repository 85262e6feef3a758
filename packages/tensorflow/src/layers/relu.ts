import { tf } from '../tfjs.js';

type Arguments = Parameters<typeof tf.layers.reLU>[0];

const Stock = tf.layers.reLU({}).constructor as new (options?: Arguments) => tf.layers.Layer;

/**
 * Rectified linear unit. With a `maxValue` of 6 (Howard et al., 2017, arXiv:1704.04861), it is one operation, which
 * TensorFlow fuses into the preceding convolution; the layer of tfjs uses three, and eight for the gradient. The class
 * name is that of tfjs, so saved models load in plain tfjs.
 */
class ReLU extends Stock {
  /** @nocollapse */
  static readonly className = 'ReLU';

  override call(inputs: tf.Tensor | tf.Tensor[], options: Record<string, unknown>): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const { maxValue } = this as unknown as { maxValue?: number };
    return maxValue === 6 ? tf.relu6(x) : (super.call(inputs, options) as tf.Tensor);
  }
}

tf.serialization.registerClass(ReLU as never);

/** Returns the layer. Takes Keras' arguments. */
export const reLU = (options?: Arguments): tf.layers.Layer => new ReLU(options);
