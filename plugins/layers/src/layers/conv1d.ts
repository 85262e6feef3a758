import { Type } from '@expgraph/sdk';
import { layer } from '@expgraph/tensorflow';
import { SEQUENCES } from './accepted-inputs.js';
import { positive, withKernel } from './options.js';
import { padding, windowedLengths } from './windows.js';

export const conv1d = layer({
  type: 'conv1d',
  kind: 'Conv1D',
  description: 'Convolution over the timesteps of a sequence.',
  accepts: SEQUENCES,
  options: {
    filters: positive('Number of filters, the channels of the output.'),
    kernelSize: positive('Length of the filters in timesteps.'),
    strides: Type.Integer({ minimum: 1, default: 1, description: 'Stride in timesteps.' }),
    padding,
    ...withKernel,
  },
  outputShape: ({ kernelSize, ...config }, [batch, time]) => [
    batch,
    ...windowedLengths([time], { ...config, size: kernelSize }),
    config.filters,
  ],
  async build(config, { name, random, tf }) {
    const { layerArguments } = await import('@expgraph/tensorflow/layers');
    return tf.layers.conv1d({ ...layerArguments(config, random), name } as never);
  },
});
