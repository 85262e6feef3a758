import { type Dimension, Type } from '@expgraph/sdk';
import { withoutCommon } from './cell-layer.js';
import {
  cellOptions,
  goBackwards,
  recurrentActivation,
  returnSequences,
  stateful,
  unitForgetBias,
} from './cell-options.js';
import { recurrentLayer } from './recurrent-node.js';

const pair = (what: string, byDefault: number) =>
  Type.ImageSize({ default: [byDefault, byDefault], description: `${what}, [height, width].` });

export const convLstm = recurrentLayer({
  name: 'conv-lstm',
  kind: 'ConvLSTM2D',
  description: 'Convolutional LSTM over sequences of images (Shi et al., 2015, arXiv:1506.04214).',
  options: {
    filters: Type.Integer({ minimum: 1, description: 'Number of filters, the channels of the state and the output.' }),
    kernelSize: pair('Size of the filters in pixels', 3),
    strides: pair('Stride of the input convolution in pixels', 1),
    padding: Type.Choice(['valid', 'same'], {
      default: 'valid',
      description:
        'Padding of the input convolution. valid: none; same: pad with zeros, so that strides of 1 keep the size.',
    }),
    ...cellOptions,
    recurrentActivation,
    unitForgetBias,
    returnSequences,
    goBackwards,
    stateful,
  },
  accepts: ['batch', 'time', 'height', 'width', 'channels'],
  outputShape({ filters, kernelSize, strides, padding, returnSequences: sequences }, [batch, time, ...image]) {
    const size = [0, 1].map((axis) => convolved(image[axis], kernelSize[axis], strides[axis], padding));
    return [...(sequences ? [batch, time] : [batch]), ...size, filters];
  },
  async build(config, name, random) {
    const { convLstm2d, layerArguments } = await import('@expgraph/tensorflow/layers');
    return convLstm2d({ ...layerArguments(withoutCommon(config), random), name } as never);
  },
});

function convolved(size: Dimension, kernel: number, stride: number, padding: 'valid' | 'same'): Dimension {
  if (typeof size !== 'number') return size;
  return Math.ceil((padding === 'same' ? size : size - kernel + 1) / stride);
}
