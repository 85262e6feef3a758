import { normalizeBatch } from '../kernels/batch-normalization.js';
import { tf } from '../tfjs.js';
import { maskOf } from './mask-of.js';

type Arguments = Parameters<typeof tf.layers.batchNormalization>[0];

/** What is used of tfjs' own layer, whose class it does not export. */
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
 * Batch normalization (Ioffe and Szegedy, 2015, arXiv:1502.03167) as in Keras: a frozen layer uses the moving statistics and
 * leaves them alone even while the rest trains, `scale: false` or `center: false` can be trained, and masked steps have no part
 * in the statistics of a batch. tfjs' own layer does none of it. It has the same class name, so saved models open in plain tfjs.
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
      // The gradient of tf.batchNorm wants both, also where Keras has left one out.
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

/** The layer, with Keras' arguments. */
export const batchNormalization = (options: Arguments): tf.layers.Layer => new BatchNormalization(options);
