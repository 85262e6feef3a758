import { Type } from '@expgraph/sdk';
import { layerComponent } from '@expgraph/tensorflow';
import { activation, kernelInitializer, positive, weighted } from './options.js';
import { IMAGES, SEQUENCES } from './shapes.js';
import { afterWindows, padding, size } from './window.js';

const filters = positive('Filters, which are the channels of the output.');

export const conv1d = layerComponent({
  ...{ type: 'conv1d', kind: 'Conv1D', description: 'Filters that go along a sequence.', takes: SEQUENCES },
  options: {
    filters,
    kernelSize: positive('Steps that a filter sees at once.'),
    strides: Type.Integer({ minimum: 1, default: 1, description: 'Steps from one place to the next.' }),
    padding,
    ...weighted,
  },
  gives: ({ kernelSize, ...config }, [batch, time]) => [
    batch,
    ...afterWindows([time], { ...config, size: kernelSize }),
    config.filters,
  ],
  async make(config, name, random) {
    const [{ tf }, { layerArguments }] = await Promise.all([
      import('@expgraph/tensorflow/tfjs'),
      import('@expgraph/tensorflow/layers'),
    ]);
    return tf.layers.conv1d({ ...layerArguments(config, random), name } as never);
  },
});

export const conv2d = layerComponent({
  ...{ type: 'conv2d', kind: 'Conv2D', description: 'Filters that go over an image.', takes: IMAGES },
  options: {
    filters,
    kernelSize: size('Size of the filters'),
    strides: size('Steps from one place to the next', 1),
    padding,
    ...weighted,
  },
  gives: ({ kernelSize, ...config }, [batch, height, width]) => [
    batch,
    ...afterWindows([height, width], { ...config, size: kernelSize }),
    config.filters,
  ],
  async make(config, name, random) {
    const layers = await import('@expgraph/tensorflow/layers');
    return layers.conv2d({ ...layers.layerArguments(config, random), name } as never);
  },
});

export const depthwiseConv2d = layerComponent({
  ...{ type: 'depthwise-conv2d', kind: 'DepthwiseConv2D', takes: IMAGES },
  description: 'One filter for each channel of an image.',
  options: {
    kernelSize: size('Size of the filters'),
    strides: size('Steps from one place to the next', 1),
    padding,
    activation,
    useBias: weighted.useBias,
    depthwiseInitializer: kernelInitializer,
  },
  gives: ({ kernelSize, ...config }, [batch, height, width, channels]) => [
    batch,
    ...afterWindows([height, width], { ...config, size: kernelSize }),
    channels,
  ],
  async make(config, name, random) {
    const [{ tf }, { layerArguments }] = await Promise.all([
      import('@expgraph/tensorflow/tfjs'),
      import('@expgraph/tensorflow/layers'),
    ]);
    return tf.layers.depthwiseConv2d({ ...layerArguments(config, random), name } as never);
  },
});
