import { tf } from '../tfjs.js';
import { isNative, operate, registerGradientInstead, registerNativeKernel, runKernel } from './native-operation.js';

interface ActivationGradient {
  readonly kernelName: string;
  /** TensorFlow's operation for its gradient, and the order of what it takes: the gradient and the activation's output. */
  readonly operation: string;
  readonly order: readonly ('dy' | 'y')[];
  /** The gradient where there is no such operation. */
  readonly elsewhere: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor;
}

const gradients: readonly ActivationGradient[] = [
  {
    ...{ kernelName: 'Relu', operation: 'ReluGrad', order: ['dy', 'y'] },
    elsewhere: (dy, y) => tf.mul(dy, tf.step(y)),
  },
  {
    ...{ kernelName: 'Relu6', operation: 'Relu6Grad', order: ['dy', 'y'] },
    elsewhere: (dy, y) => tf.mul(dy, tf.cast(tf.logicalAnd(tf.greater(y, 0), tf.less(y, 6)), 'float32')),
  },
  {
    ...{ kernelName: 'Sigmoid', operation: 'SigmoidGrad', order: ['y', 'dy'] },
    elsewhere: (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  },
  {
    ...{ kernelName: 'Tanh', operation: 'TanhGrad', order: ['y', 'dy'] },
    elsewhere: (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
  },
];

/**
 * Gradients of activations as one operation each, from the output alone. tfjs' own take several element-wise ones, and keep
 * the input alive for them.
 */
export function registerActivationGradients(): void {
  for (const { kernelName, operation, order, elsewhere } of gradients) {
    registerNativeKernel(operation, (inputs) =>
      operate(
        operation,
        order.map((name) => inputs[name]),
        { types: { T: 'float32' } },
      ),
    );
    registerGradientInstead({
      kernelName,
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({
        x: () => (isNative() ? runKernel(operation, { dy: dy as tf.Tensor, y }) : elsewhere(dy as tf.Tensor, y)),
      }),
    });
  }
}
