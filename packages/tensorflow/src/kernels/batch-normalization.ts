import { tf } from '../tfjs.js';
import { maskedMoments } from './masked-moments.js';
import { isNative, operate, registerGradientInstead, registerNativeKernel, runKernel } from './native-operation.js';

const TYPES = { T: 'float32', U: 'float32' } as const;
const trained = (epsilon: number) => ({
  ...{ types: TYPES, strings: { data_format: 'NHWC' }, bools: { is_training: true } },
  floats: { epsilon },
});

/** Batch normalization by the statistics of the batch, and by given ones, with gradients in few operations. */
export function registerBatchNormalization(): void {
  registerNativeKernel('BatchNormTraining', ({ x, scale, offset }, { epsilon }) => {
    // Moving statistics are no business of this operation: it wants empty ones.
    const none = tf.tensor1d([]);
    const attributes = trained(epsilon as number);
    const floats = { ...attributes.floats, exponential_avg_factor: 1 };
    const outputs = operate('FusedBatchNormV3', [x, scale, offset, none, none], { ...attributes, floats }, 6);
    none.dispose();
    return outputs;
  });
  registerNativeKernel('BatchNormTrainingGrad', ({ dy, x, scale, first, second, third }, { epsilon }) => {
    const [dx, dscale, doffset, ...unused] = operate(
      'FusedBatchNormGradV3',
      [dy, x, scale, first, second, third],
      trained(epsilon as number),
      5,
    );
    tf.dispose(unused);
    return [dx, dscale, doffset];
  });
  registerGradientInstead({
    kernelName: 'BatchNormTraining',
    inputsToSave: ['x', 'scale'],
    // y, mean, variance, and three that only the gradient understands.
    outputsToSave: [false, false, false, true, true, true],
    gradFunc: (dys, [x, scale, first, second, third], attributes) => {
      const [dy] = dys as tf.Tensor[];
      // Not in the thunks: each runs in a scope of its own, which would free what the others need.
      const inputs = { dy, x, scale, first, second, third };
      const [dx, dscale, doffset] = runKernel<tf.Tensor[]>('BatchNormTrainingGrad', inputs, attributes);
      return { x: () => dx, scale: () => dscale, offset: () => doffset };
    },
  });

  const general = tf.getGradient('FusedBatchNorm').gradFunc;
  registerGradientInstead({
    kernelName: 'FusedBatchNorm',
    inputsToSave: ['x', 'mean', 'variance', 'scale'],
    gradFunc: (dy, saved, attributes) => {
      const [, mean, variance, scale] = saved;
      if (mean.rank !== 1 || !scale) return general(dy, saved, attributes);
      const { varianceEpsilon } = attributes as unknown as { varianceEpsilon: number };
      // What does not depend on the batch comes first, so that a captured graph computes it once.
      const factor = () => tf.mul(scale, tf.rsqrt(tf.add(variance, varianceEpsilon)));
      // tfjs computes parts of all gradients before it knows which are wanted.
      const rest = () => general(dy, saved, attributes);
      return {
        x: () => tf.mul(dy as tf.Tensor, factor()),
        mean: () => rest().mean(),
        variance: () => rest().variance(),
        scale: () => rest().scale(),
        offset: () => rest().offset(),
      };
    },
  });
}

/** Gradients are those of `y` alone: the statistics are there to be kept. */
export interface TrainingNormalization {
  /** The shape of `x`. */
  readonly y: tf.Tensor;
  /** `float32[channels]`, of the batch. */
  readonly mean: tf.Tensor1D;
  /** `float32[channels]`, of the batch: the sum of squares divided by their number, as Keras has it. */
  readonly variance: tf.Tensor1D;
}

export interface NormalizationOptions {
  /** `float32[channels]`. */
  readonly scale: tf.Tensor1D;
  /** `float32[channels]`. */
  readonly offset: tf.Tensor1D;
  /** Added to the variance. */
  readonly epsilon: number;
  /** `bool[...]`, all but the last axis: false for what is normalized but has no part in the statistics. */
  readonly mask?: tf.Tensor;
}

/** Normalizes `float32[..., channels]` by the mean and variance of all but its last axis. */
export function normalizeBatch(x: tf.Tensor, options: NormalizationOptions): TrainingNormalization {
  const { scale, offset, epsilon, mask } = options;
  const channels = x.shape[x.rank - 1];
  const count = x.size / channels;
  if (mask || !isNative() || count < 2) {
    const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
    const moments = mask ? maskedMoments(x, mask) : tf.moments(x, axes);
    const { mean, variance } = moments as { mean: tf.Tensor1D; variance: tf.Tensor1D };
    return { y: tf.batchNorm(x as tf.Tensor4D, mean, variance, offset, scale, epsilon), mean, variance };
  }
  const images = x.rank === 4 ? x : tf.reshape(x, [count, 1, 1, channels]);
  const [y, mean, unbiased] = runKernel<tf.Tensor[]>('BatchNormTraining', { x: images, scale, offset }, { epsilon });
  const variance = tf.mul(unbiased, (count - 1) / count) as tf.Tensor1D;
  return { y: tf.reshape(y, x.shape), mean: mean as tf.Tensor1D, variance };
}
