import { tf } from '../tfjs.js';
import { isNative, operate, registerGradientInstead, registerNativeKernel, runKernel } from './native-operation.js';

/** Registers softmax and cross-entropy as one operation, which computes the gradient together with the loss. */
export function registerSoftmaxCrossEntropy(): void {
  registerNativeKernel('SoftmaxCrossEntropy', ({ logits, targets }) =>
    operate('SoftmaxCrossEntropyWithLogits', [logits, targets], { types: { T: 'float32' } }, 2),
  );
  registerNativeKernel('SparseSoftmaxCrossEntropy', ({ logits, labels }) => {
    const types = { T: 'float32', Tlabels: 'int32' } as const;
    return operate('SparseSoftmaxCrossEntropyWithLogits', [logits, labels], { types }, 2);
  });
  registerGradientInstead({
    kernelName: 'SoftmaxCrossEntropy',
    inputsToSave: ['logits'],
    outputsToSave: [false, true],
    gradFunc: (dys, [logits, gradient]) => ({
      logits: () => scaled(gradient, dys),
      targets: () => scaled(tf.neg(tf.logSoftmax(logits)), dys),
    }),
  });
  registerGradientInstead({
    kernelName: 'SparseSoftmaxCrossEntropy',
    outputsToSave: [false, true],
    gradFunc: (dys, [gradient]) => ({
      logits: () => scaled(gradient, dys),
      // Class indices are integers: they may depend on weights but have no gradient.
      labels: () => tf.zeros([gradient.shape[0]]),
    }),
  });
}

/** Multiplies each row of `gradient` by the incoming gradient of its loss, which is the first output. */
function scaled(gradient: tf.Tensor, dys: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const [dy] = dys as tf.Tensor[];
  return tf.mul(tf.expandDims(dy, -1), gradient);
}

/**
 * Returns the cross-entropy of each example, `float32[batch]`, from logits `float32[batch, classes]` and either class
 * indices `int32[batch]` or target probabilities `float32[batch, classes]` that sum to one.
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D | tf.Tensor2D): tf.Tensor1D {
  const sparse = labels.rank === 1;
  if (isNative()) {
    const [losses] = sparse
      ? runKernel<tf.Tensor[]>('SparseSoftmaxCrossEntropy', { logits, labels })
      : runKernel<tf.Tensor[]>('SoftmaxCrossEntropy', { logits, targets: labels });
    return losses as tf.Tensor1D;
  }
  const targets = sparse ? tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32') : labels;
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1)) as tf.Tensor1D;
}
