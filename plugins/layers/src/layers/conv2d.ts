import { layer } from '@expgraph/tensorflow';
import { IMAGES } from './accepted-inputs.js';
import { positive, withKernel } from './options.js';
import { padding, size, windowedLengths } from './windows.js';

export const conv2d = layer({
  type: 'conv2d',
  kind: 'Conv2D',
  description: 'Convolution over the height and width of an image.',
  accepts: IMAGES,
  options: {
    filters: positive('Number of filters, the channels of the output.'),
    kernelSize: size('Size of the filters in pixels'),
    strides: size('Stride in pixels', 1),
    padding,
    ...withKernel,
  },
  outputShape: ({ kernelSize, ...config }, [batch, height, width]) => [
    batch,
    ...windowedLengths([height, width], { ...config, size: kernelSize }),
    config.filters,
  ],
  async build(config, { name, random }) {
    const { conv2d, layerArguments } = await import('@expgraph/tensorflow/layers');
    return conv2d({ ...layerArguments(config, random), name } as never);
  },
});
