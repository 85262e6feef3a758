import { tf } from '../tfjs.js';
import { registerGradientInstead } from './native-operation.js';

interface ConvolutionAttributes {
  readonly dilations: number | [number, number];
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid' | number;
}

/**
 * Registers gradients of dilated convolutions, which tfjs does not support. They are computed with the filter expanded
 * by zeros between its weights.
 */
export function registerDilatedConvolutionGradients(): void {
  const plain = tf.getGradient('Conv2D').gradFunc;
  registerGradientInstead({
    kernelName: 'Conv2D',
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attributes) => {
      const { dilations, strides, pad } = attributes as unknown as ConvolutionAttributes;
      const rate = pair(dilations);
      if (rate[0] === 1 && rate[1] === 1) return plain(dy, saved, attributes);
      const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
      const gradients = (wide: tf.Tensor4D) =>
        plain(dy, [x, wide], { ...attributes, dilations: [1, 1], strides, pad } as never);
      return {
        x: () => gradients(dilate(filter, rate)).x(),
        filter: () => undilate(gradients(dilate(filter, rate)).filter() as tf.Tensor4D, filter.shape, rate),
      };
    },
  });

  const depthwise = tf.getGradient('DepthwiseConv2dNative').gradFunc;
  registerGradientInstead({
    kernelName: 'DepthwiseConv2dNative',
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attributes) => {
      const rate = pair((attributes as unknown as ConvolutionAttributes).dilations ?? 1);
      if (rate[0] === 1 && rate[1] === 1) return depthwise(dy, saved, attributes);
      const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
      const gradients = () => depthwise(dy, [x, dilate(filter, rate)], { ...attributes, dilations: [1, 1] } as never);
      return {
        x: () => gradients().x(),
        filter: () => undilate(gradients().filter() as tf.Tensor4D, filter.shape, rate),
      };
    },
  });
}

const pair = (value: number | [number, number]): [number, number] =>
  typeof value === 'number' ? [value, value] : value;

/** Inserts zeros: `[height, width, in, out]` becomes `[(height - 1) * rate + 1, (width - 1) * rate + 1, in, out]`. */
function dilate(filter: tf.Tensor4D, [down, across]: [number, number]): tf.Tensor4D {
  const [height, width, inputs, outputs] = filter.shape;
  const spaced = tf.pad(tf.reshape(filter, [height, 1, width, 1, inputs * outputs]), [
    [0, 0] as [number, number],
    [0, down - 1] as [number, number],
    [0, 0] as [number, number],
    [0, across - 1] as [number, number],
    [0, 0] as [number, number],
  ]);
  const whole = tf.reshape(spaced, [height * down, width * across, inputs, outputs]);
  const size = [(height - 1) * down + 1, (width - 1) * across + 1, inputs, outputs];
  return tf.slice(whole as tf.Tensor4D, [0, 0, 0, 0], size as [number, number, number, number]);
}

function undilate(gradient: tf.Tensor4D, shape: number[], [down, across]: [number, number]): tf.Tensor4D {
  const end = [...gradient.shape.slice(0, 2), ...shape.slice(2)];
  return tf.stridedSlice(gradient, [0, 0, 0, 0], end, [down, across, 1, 1]) as tf.Tensor4D;
}
