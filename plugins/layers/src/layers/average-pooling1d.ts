import { layer } from '@expgraph/tensorflow';
import { SEQUENCES } from './accepted-inputs.js';
import { pooledSequence, pooling1dOptions } from './pooling-options.js';

export const averagePooling1d = layer({
  type: 'average-pooling1d',
  kind: 'AveragePooling1D',
  description: 'Mean over windows of timesteps.',
  accepts: SEQUENCES,
  options: pooling1dOptions,
  outputShape: pooledSequence,
  build: (config, { name, tf }) => tf.layers.averagePooling1d({ ...config, name }),
});
