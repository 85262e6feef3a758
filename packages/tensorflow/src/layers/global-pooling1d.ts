import { tf } from '../tfjs.js';
import { maskOf } from './mask-of.js';

type Arguments = NonNullable<Parameters<typeof tf.layers.globalAveragePooling1d>[0]>;
type PoolingClass = new (options: Arguments) => tf.layers.Layer;

const Average = tf.layers.globalAveragePooling1d({}).constructor as unknown as PoolingClass;
const Max = tf.layers.globalMaxPooling1d({}).constructor as unknown as PoolingClass;

/**
 * Excludes masked timesteps from the mean as in Keras; the layer of tfjs throws on masks. The class name is that of
 * tfjs, so saved models load in plain tfjs.
 */
class GlobalAveragePooling1D extends Average {
  /** @nocollapse */
  static readonly className = 'GlobalAveragePooling1D';

  constructor(options: Arguments) {
    super(options);
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: Record<string, unknown>): tf.Tensor {
    const mask = maskOf(options);
    if (!mask) return super.call(inputs, options) as tf.Tensor;
    const [x] = [inputs].flat();
    return tf.tidy(() => {
      const counts = tf.cast(tf.expandDims(mask, 2), 'float32');
      // The mean of a fully masked sequence is 0, where Keras gives NaN.
      return tf.div(tf.sum(tf.mul(x, counts), 1), tf.maximum(tf.sum(counts, 1), 1));
    });
  }

  /** The output has no time axis to mask. */
  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor;
  }
}

/** Includes masked timesteps as in Keras: recurrent layers output zeros or the last state there. */
class GlobalMaxPooling1D extends Max {
  /** @nocollapse */
  static readonly className = 'GlobalMaxPooling1D';

  constructor(options: Arguments) {
    super(options);
    this.supportsMasking = true;
  }

  /** The output has no time axis to mask. */
  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor;
  }
}

for (const registered of [GlobalAveragePooling1D, GlobalMaxPooling1D]) {
  tf.serialization.registerClass(registered as never);
}

/**
 * Returns a layer that computes the mean over unmasked timesteps, `float32[batch, time, features]` to `float32[batch,
 * features]`.
 */
export const globalAveragePooling1d = (options: Arguments = {}): tf.layers.Layer => new GlobalAveragePooling1D(options);

/**
 * Returns a layer that computes the maximum of each feature over all timesteps, `float32[batch, time, features]` to
 * `float32[batch, features]`.
 */
export const globalMaxPooling1d = (options: Arguments = {}): tf.layers.Layer => new GlobalMaxPooling1D(options);
