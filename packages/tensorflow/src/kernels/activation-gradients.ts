import { tf } from '../tfjs.js';
import { isNative, operate, registerGradientInstead, registerNativeKernel, runKernel } from './native-operation.js';

interface ActivationGradient {
  readonly kernelName: string;
  /** TensorFlow's gradient operation and the order of its inputs: the gradient and the activation's output. */
  readonly operation: string;
  readonly order: readonly ('dy' | 'y')[];
  /** Whether the activation is piecewise linear, so that its gradient changes only at kinks. */
  readonly piecewiseLinear?: boolean;
  /** Computes the gradient on backends without the operation. */
  readonly elsewhere: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor;
}

const gradients: readonly ActivationGradient[] = [
  {
    kernelName: 'Relu',
    operation: 'ReluGrad',
    order: ['dy', 'y'],
    piecewiseLinear: true,
    elsewhere: (dy, y) => tf.mul(dy, tf.step(y)),
  },
  {
    kernelName: 'Relu6',
    operation: 'Relu6Grad',
    order: ['dy', 'y'],
    piecewiseLinear: true,
    elsewhere: (dy, y) => tf.mul(dy, tf.mul(tf.step(y), tf.step(tf.sub(6, y)))),
  },
  {
    kernelName: 'Selu',
    operation: 'SeluGrad',
    order: ['dy', 'y'],
    elsewhere: (dy, y) => {
      const { SELU_SCALE, SELU_SCALEALPHA } = tf.backend_util;
      const positive = tf.step(y);
      const slope = tf.mul(tf.add(y, SELU_SCALEALPHA), tf.sub(1, positive));
      return tf.mul(dy, tf.add(tf.mul(positive, SELU_SCALE), slope));
    },
  },
  {
    kernelName: 'Sigmoid',
    operation: 'SigmoidGrad',
    order: ['y', 'dy'],
    elsewhere: (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  },
  {
    kernelName: 'Tanh',
    operation: 'TanhGrad',
    order: ['y', 'dy'],
    elsewhere: (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
  },
];

/**
 * Registers gradients of activations as one operation each, computed from the output. Those of tfjs use several
 * element-wise operations and keep the input in memory.
 */
export function registerActivationGradients(): void {
  for (const { kernelName, operation, order, piecewiseLinear, elsewhere } of gradients) {
    registerNativeKernel(operation, (inputs) =>
      operate(
        operation,
        order.map((name) => inputs[name]),
        { types: { T: 'float32' } },
      ),
    );
    if (piecewiseLinear) registerSecondGradient(operation);
    registerGradientInstead({
      kernelName,
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({
        x: () => (isNative() ? runKernel(operation, { dy: dy as tf.Tensor, y }) : elsewhere(dy as tf.Tensor, y)),
      }),
    });
  }
}

/** Registers the second gradient of a piecewise linear activation. For others, the one of tfjs is missing or wrong. */
function registerSecondGradient(operation: string): void {
  registerGradientInstead({
    kernelName: operation,
    inputsToSave: ['y'],
    gradFunc: (second, [y]) => ({
      dy: () => runKernel(operation, { dy: second as tf.Tensor, y }),
      y: () => tf.zerosLike(y),
    }),
  });
}
