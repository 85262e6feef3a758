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
  Type.ImageSize({ default: [byDefault, byDefault], description: `${what}, down and across.` });

export const convLstm = recurrentLayer({
  ...{ name: 'conv-lstm', kind: 'ConvLSTM2D' },
  description: 'An LSTM of images whose products are convolutions (Shi et al., 2015, arXiv:1506.04214).',
  options: {
    filters: Type.Integer({ minimum: 1, description: 'Channels of the state, which are those of the output.' }),
    kernelSize: pair('Size of the convolutions', 3),
    strides: pair('Steps of the convolution of the inputs', 1),
    padding: Type.Choice(['valid', 'same'], {
      default: 'valid',
      description: 'Whether the convolution of the inputs stays inside, or keeps their size.',
    }),
    ...{ ...cellOptions, recurrentActivation, unitForgetBias, returnSequences, goBackwards, stateful },
  },
  takes: ['batch', 'time', 'height', 'width', 'channels'],
  gives({ filters, kernelSize, strides, padding, returnSequences: sequences }, [batch, time, ...image]) {
    const size = [0, 1].map((axis) => convolved(image[axis], kernelSize[axis], strides[axis], padding));
    return [...(sequences ? [batch, time] : [batch]), ...size, filters];
  },
  async make(config, name, random) {
    const { convLstm2d, layerArguments } = await import('@expgraph/tensorflow/layers');
    return convLstm2d({ ...layerArguments(withoutCommon(config), random), name } as never);
  },
});

function convolved(size: Dimension, kernel: number, stride: number, padding: 'valid' | 'same'): Dimension {
  if (typeof size !== 'number') return size;
  return Math.ceil((padding === 'same' ? size : size - kernel + 1) / stride);
}
