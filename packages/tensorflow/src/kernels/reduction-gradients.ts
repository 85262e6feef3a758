import { tf } from '../tfjs.js';
import { registerGradientInstead } from './native-operation.js';

/**
 * Registers gradients of sums and means by broadcasting; those of tfjs multiply by ones created in JavaScript each
 * time. The gradient of a maximum is divided among tied values as in TensorFlow; tfjs gives the full gradient to each
 * of them.
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

/** Broadcasts a gradient along the reduced axes. */
function spread(dy: tf.Tensor, shape: number[], axis: number | number[]): tf.Tensor {
  const axes = new Set(tf.util.parseAxisParam(axis, shape));
  const kept = shape.map((size, index) => (axes.has(index) ? 1 : size));
  const whole = tf.reshape(dy, kept);
  return axes.size === 0 ? whole : tf.broadcastTo(whole, shape);
}
