import { layer } from '@expgraph/tensorflow';
import { SEQUENCES } from './accepted-inputs.js';
import { pooledSequence, pooling1dOptions } from './pooling-options.js';

export const maxPooling1d = layer({
  type: 'max-pooling1d',
  kind: 'MaxPooling1D',
  description: 'Maximum over windows of timesteps.',
  accepts: SEQUENCES,
  options: pooling1dOptions,
  outputShape: pooledSequence,
  build: (config, { name, tf }) => tf.layers.maxPooling1d({ ...config, name }),
});
