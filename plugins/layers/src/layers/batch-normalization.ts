import { Type } from '@expgraph/sdk';
import { layer } from '@expgraph/tensorflow';
import { epsilon } from './options.js';

export const batchNormalization = layer({
  type: 'batch-normalization',
  kind: 'BatchNormalization',
  description:
    'Normalize each channel over the batch to mean 0 and standard deviation 1 (Ioffe and Szegedy, 2015, arXiv:1502.03167).',
  options: {
    momentum: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.99,
      description: 'Fraction of the moving mean and variance that a step keeps, 0 to 1.',
    }),
    epsilon,
  },
  async build(config, { name }) {
    const { batchNormalization } = await import('@expgraph/tensorflow/layers');
    return batchNormalization({ ...config, name });
  },
});
