import { layer } from '@expgraph/tensorflow';
import { IMAGES } from './accepted-inputs.js';

export const globalAveragePooling2d = layer({
  type: 'global-average-pooling2d',
  kind: 'GlobalAveragePooling2D',
  description: 'Mean of each channel of an image.',
  accepts: IMAGES,
  options: {},
  outputShape: (_, [batch, , , channels]) => [batch, channels],
  async build(_, { name }) {
    const { globalAveragePooling2d } = await import('@expgraph/tensorflow/layers');
    return globalAveragePooling2d({ name });
  },
});
