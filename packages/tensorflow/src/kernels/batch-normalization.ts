import { tf } from '../tfjs.js';
import { maskedMoments } from './masked-moments.js';
import { isNative, operate, registerGradientInstead, registerNativeKernel, runKernel } from './native-operation.js';

const TYPES = { T: 'float32', U: 'float32' } as const;
const trained = (epsilon: number) => ({
  types: TYPES,
  strings: { data_format: 'NHWC' },
  bools: { is_training: true },
  floats: { epsilon },
});

/** Registers batch normalization with batch statistics and with fixed ones, and gradients of few operations. */
export function registerBatchNormalization(): void {
  registerNativeKernel('BatchNormTraining', ({ x, scale, offset }, { epsilon }) => {
    // The operation requires empty moving statistics while training; the layer updates them.
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
    // y, mean, variance, and three reserved outputs for the gradient.
    outputsToSave: [false, false, false, true, true, true],
    gradFunc: (dys, [x, scale, first, second, third], attributes) => {
      const [dy] = dys as tf.Tensor[];
      // Prepare inputs outside the thunks: each runs in its own scope, which would dispose of tensors that the others
      // need.
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
      // Compute factors that do not depend on the batch first, so that a captured graph computes them once.
      const factor = () => tf.mul(scale, tf.rsqrt(tf.add(variance, varianceEpsilon)));
      // Lazy, because tfjs evaluates parts of all gradients before it knows which ones are needed.
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

/** Only `y` is differentiable; the statistics update the moving ones. */
export interface TrainingNormalization {
  /** Normalized input, in the shape of `x`. */
  readonly y: tf.Tensor;
  /** `float32[channels]`: mean of the batch. */
  readonly mean: tf.Tensor1D;
  /** `float32[channels]`: variance of the batch, divided by the number of values as in Keras. */
  readonly variance: tf.Tensor1D;
}

export interface NormalizationOptions {
  /** `float32[channels]`. */
  readonly scale: tf.Tensor1D;
  /** `float32[channels]`. */
  readonly offset: tf.Tensor1D;
  /** Added to the variance. */
  readonly epsilon: number;
  /** `bool[...]`, all axes but the last: false for values that are normalized but excluded from the statistics. */
  readonly mask?: tf.Tensor;
}

/** Normalizes `float32[..., channels]` by the mean and variance over all axes but the last. */
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
