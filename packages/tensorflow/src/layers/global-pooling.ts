import { tf } from '../tfjs.js';

type Arguments = NonNullable<Parameters<typeof tf.layers.globalAveragePooling2d>[0]> & {
  /** Keep the two spatial axes, of size 1; default false. */
  readonly keepDims?: boolean;
};

interface Pooling extends tf.layers.Layer {
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
}

type PoolingClass = new (options: Arguments) => Pooling;

/**
 * Adds Keras' `keepDims`, which tfjs ignores, to a pooling layer. With `keepDims`, the class name is unknown to plain
 * tfjs; otherwise saved models load in plain tfjs.
 */
function withKeepDims(stock: tf.layers.Layer): (options?: Arguments) => tf.layers.Layer {
  const Stock = stock.constructor as PoolingClass & { className: string };
  const keeping = `${Stock.className}KeepDims`;

  class GlobalPooling extends Stock {
    /** @nocollapse */
    static override readonly className: string = Stock.className;
    private readonly keepDims: boolean;

    constructor(options: Arguments & { readonly keepdims?: boolean }) {
      super(options);
      // `keepdims` is the name in files of Keras.
      this.keepDims = options.keepDims ?? options.keepdims ?? false;
    }

    override getClassName(): string {
      return this.keepDims ? keeping : Stock.className;
    }

    override computeOutputShape(inputShape: tf.Shape): tf.Shape {
      return this.kept(super.computeOutputShape(inputShape) as tf.Shape);
    }

    override call(inputs: tf.Tensor | tf.Tensor[], options: Record<string, unknown>): tf.Tensor {
      return tf.tidy(() => {
        const y = super.call(inputs, options) as tf.Tensor;
        return this.keepDims ? tf.reshape(y, this.kept(y.shape) as number[]) : y;
      });
    }

    override getConfig(): tf.serialization.ConfigDict {
      return this.keepDims ? { ...super.getConfig(), keepDims: true } : super.getConfig();
    }

    /** Returns `[batch, channels]`, with spatial axes of size 1 if `keepDims` is set. */
    private kept([batch, channels]: tf.Shape): tf.Shape {
      if (!this.keepDims) return [batch, channels];
      return this.dataFormat === 'channelsFirst' ? [batch, channels, 1, 1] : [batch, 1, 1, channels];
    }
  }

  class GlobalPoolingKeepDims extends GlobalPooling {
    /** @nocollapse */
    static override readonly className = keeping;
  }

  for (const registered of [GlobalPooling, GlobalPoolingKeepDims]) tf.serialization.registerClass(registered as never);
  return (options = {}) => new GlobalPooling(options);
}

/**
 * Returns a layer that computes the mean of each channel, `float32[batch, height, width, channels]` to `float32[batch,
 * channels]`, or to `float32[batch, 1, 1, channels]` with `keepDims`.
 */
export const globalAveragePooling2d = withKeepDims(tf.layers.globalAveragePooling2d({}));

/** Returns a layer that computes the maximum of each channel, with the shapes of `globalAveragePooling2d`. */
export const globalMaxPooling2d = withKeepDims(tf.layers.globalMaxPooling2d({}));
