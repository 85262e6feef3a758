import { layer } from '@expgraph/tensorflow';
import { IMAGES } from './accepted-inputs.js';
import { activation, kernelInitializer, useBias } from './options.js';
import { padding, size, windowedLengths } from './windows.js';

export const depthwiseConv2d = layer({
  type: 'depthwise-conv2d',
  kind: 'DepthwiseConv2D',
  description: 'Convolution of each channel of an image with a filter of its own.',
  accepts: IMAGES,
  options: {
    kernelSize: size('Size of the filters in pixels'),
    strides: size('Stride in pixels', 1),
    padding,
    activation,
    useBias,
    depthwiseInitializer: kernelInitializer,
  },
  outputShape: ({ kernelSize, ...config }, [batch, height, width, channels]) => [
    batch,
    ...windowedLengths([height, width], { ...config, size: kernelSize }),
    channels,
  ],
  async build(config, { name, random, tf }) {
    const { layerArguments } = await import('@expgraph/tensorflow/layers');
    return tf.layers.depthwiseConv2d({ ...layerArguments(config, random), name } as never);
  },
});
