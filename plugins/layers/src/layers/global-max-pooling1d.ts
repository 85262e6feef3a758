import { layer } from '@expgraph/tensorflow';
import { SEQUENCES } from './accepted-inputs.js';

export const globalMaxPooling1d = layer({
  type: 'global-max-pooling1d',
  kind: 'GlobalMaxPooling1D',
  description: 'Maximum over all timesteps.',
  accepts: SEQUENCES,
  options: {},
  outputShape: (_, [batch, , features]) => [batch, features],
  async build(_, { name }) {
    const { globalMaxPooling1d } = await import('@expgraph/tensorflow/layers');
    return globalMaxPooling1d({ name });
  },
});
