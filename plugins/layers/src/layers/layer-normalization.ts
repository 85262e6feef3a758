import { layer } from '@expgraph/tensorflow';
import { epsilon } from './options.js';

export const layerNormalization = layer({
  type: 'layer-normalization',
  kind: 'LayerNormalization',
  description:
    'Normalize the features of each position to mean 0 and standard deviation 1 (Ba et al., 2016, arXiv:1607.06450).',
  options: { epsilon },
  build: (config, { name, tf }) => tf.layers.layerNormalization({ ...config, name }),
});
