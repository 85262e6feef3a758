import { Type } from '@expgraph/sdk';
import { layer } from '@expgraph/tensorflow';

export const dropout = layer({
  type: 'dropout',
  kind: 'Dropout',
  description: 'Set random units to 0 in training (Srivastava et al., 2014).',
  options: {
    rate: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.5,
      description: 'Fraction of units to drop, 0 to 1.',
    }),
  },
  async build(config, { name }) {
    const { seededDropout } = await import('@expgraph/tensorflow/layers');
    return seededDropout({ ...config, name });
  },
});
