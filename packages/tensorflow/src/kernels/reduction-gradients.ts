import { tf } from '../tfjs.js';
import { registerGradientInstead } from './native-operation.js';

/**
 * Gradients of sums and means by broadcasting: tfjs' own multiply with ones that it makes in JavaScript each time. That of
 * a maximum is shared out where several are the largest, as TensorFlow does: tfjs' own gives each of them the whole.
 */
export function registerReductionGradients(): void {
  registerGradientInstead({
    kernelName: 'Sum',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => ({ x: () => spread(dy as tf.Tensor, x.shape, attributes.axis as number[]) }),
  });
  registerGradientInstead({
    kernelName: 'Mean',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => {
      const mean = dy as tf.Tensor;
      return { x: () => spread(tf.mul(mean, mean.size / x.size), x.shape, attributes.axis as number[]) };
    },
  });
  registerGradientInstead({
    kernelName: 'Max',
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, [x, y], attributes) => {
      const axis = attributes.reductionIndices as number[];
      const gradient = () => {
        const largest = tf.cast(tf.equal(x, spread(y, x.shape, axis)), 'float32');
        const share = tf.div(dy as tf.Tensor, tf.reshape(tf.sum(largest, axis), y.shape));
        return tf.mul(largest, spread(share, x.shape, axis));
      };
      return { x: gradient };
    },
  });
}

/** Repeats what was reduced along the axes that were reduced. */
function spread(dy: tf.Tensor, shape: number[], axis: number | number[]): tf.Tensor {
  const axes = new Set(tf.util.parseAxisParam(axis, shape));
  const kept = shape.map((size, index) => (axes.has(index) ? 1 : size));
  const whole = tf.reshape(dy, kept);
  return axes.size === 0 ? whole : tf.broadcastTo(whole, shape);
}
