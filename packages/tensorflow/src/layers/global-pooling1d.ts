import { tf } from '../tfjs.js';
import { maskOf } from './mask-of.js';

type Arguments = NonNullable<Parameters<typeof tf.layers.globalAveragePooling1d>[0]>;
type PoolingClass = new (options: Arguments) => tf.layers.Layer;

const Average = tf.layers.globalAveragePooling1d({}).constructor as unknown as PoolingClass;
const Max = tf.layers.globalMaxPooling1d({}).constructor as unknown as PoolingClass;

/** tfjs' own refuses masks; Keras leaves masked steps out of the mean. It has the same class name, so saved models open in plain tfjs. */
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
      // A sequence that is all padding has no mean: 0, where Keras gives NaN.
      return tf.div(tf.sum(tf.mul(x, counts), 1), tf.maximum(tf.sum(counts, 1), 1));
    });
  }

  /** A vector has no steps left to mask. */
  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor;
  }
}

/** As in Keras, masked steps take part: recurrent layers give zeros, or the last state, there. */
class GlobalMaxPooling1D extends Max {
  /** @nocollapse */
  static readonly className = 'GlobalMaxPooling1D';

  constructor(options: Arguments) {
    super(options);
    this.supportsMasking = true;
  }

  /** A vector has no steps left to mask. */
  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor;
  }
}

for (const registered of [GlobalAveragePooling1D, GlobalMaxPooling1D]) {
  tf.serialization.registerClass(registered as never);
}

/** The mean of the steps that are not masked, `float32[batch, time, features]` to `float32[batch, features]`. */
export const globalAveragePooling1d = (options: Arguments = {}): tf.layers.Layer => new GlobalAveragePooling1D(options);

/** The largest of each feature over all steps, `float32[batch, time, features]` to `float32[batch, features]`. */
export const globalMaxPooling1d = (options: Arguments = {}): tf.layers.Layer => new GlobalMaxPooling1D(options);
