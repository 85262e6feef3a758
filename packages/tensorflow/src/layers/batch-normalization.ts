import { normalizeBatch } from '../kernels/batch-normalization.js';
import { tf } from '../tfjs.js';
import { maskOf } from './mask-of.js';

type Arguments = Parameters<typeof tf.layers.batchNormalization>[0];

/** The members of tfjs' layer, whose class is not exported, that this file uses. */
interface Statistics {
  readonly gamma?: { read(): tf.Tensor1D };
  readonly beta?: { read(): tf.Tensor1D };
  readonly movingMean: { read(): tf.Tensor1D; write(value: tf.Tensor): void };
  readonly movingVariance: { read(): tf.Tensor1D; write(value: tf.Tensor): void };
  readonly momentum: number;
  readonly epsilon: number;
  readonly axis: number;
}

const Stock = tf.layers.batchNormalization({}).constructor as new (options: Arguments) => tf.layers.Layer;

/**
 * Batch normalization (Ioffe and Szegedy, 2015, arXiv:1502.03167) as in Keras: a frozen layer uses its moving
 * statistics and does not update them, even while other layers train; `scale: false` and `center: false` can be
 * trained; masked timesteps are excluded from batch statistics. The layer of tfjs does none of this. The class name is
 * that of tfjs, so saved models load in plain tfjs.
 */
class BatchNormalization extends Stock {
  /** @nocollapse */
  static readonly className = 'BatchNormalization';

  override call(inputs: tf.Tensor | tf.Tensor[], options: Record<string, unknown>): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const layer = this as unknown as Statistics;
    if (layer.axis !== -1 && layer.axis !== x.rank - 1) return super.call(inputs, options) as tf.Tensor;
    const training = options?.training === true && this.trainable;
    return tf.tidy(() => {
      // The gradient of tf.batchNorm requires scale and offset, even if the layer has none.
      const channels: [number] = [x.shape[x.rank - 1]];
      const offset = layer.beta?.read() ?? tf.zeros<tf.Rank.R1>(channels);
      const scale = layer.gamma?.read() ?? tf.ones<tf.Rank.R1>(channels);
      const { movingMean, movingVariance, momentum, epsilon } = layer;
      if (!training) {
        return tf.batchNorm(x as tf.Tensor4D, movingMean.read(), movingVariance.read(), offset, scale, epsilon);
      }
      const { y, mean, variance } = normalizeBatch(x, { scale, offset, epsilon, mask: maskOf(options) });
      const blend = (moving: tf.Tensor, batch: tf.Tensor) =>
        tf.add(tf.mul(moving, momentum), tf.mul(batch, 1 - momentum));
      movingMean.write(blend(movingMean.read(), mean));
      movingVariance.write(blend(movingVariance.read(), variance));
      return y;
    });
  }
}

tf.serialization.registerClass(BatchNormalization as never);

/** Returns the layer. Takes Keras' arguments. */
export const batchNormalization = (options: Arguments): tf.layers.Layer => new BatchNormalization(options);
