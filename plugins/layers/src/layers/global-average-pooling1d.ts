import { layer } from '@expgraph/tensorflow';
import { SEQUENCES } from './accepted-inputs.js';

export const globalAveragePooling1d = layer({
  type: 'global-average-pooling1d',
  kind: 'GlobalAveragePooling1D',
  description: 'Mean over all timesteps that are not masked.',
  accepts: SEQUENCES,
  options: {},
  outputShape: (_, [batch, , features]) => [batch, features],
  async build(_, { name }) {
    const { globalAveragePooling1d } = await import('@expgraph/tensorflow/layers');
    return globalAveragePooling1d({ name });
  },
});
