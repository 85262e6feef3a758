import { layer } from '@expgraph/tensorflow';
import { IMAGES } from './accepted-inputs.js';

export const globalMaxPooling2d = layer({
  type: 'global-max-pooling2d',
  kind: 'GlobalMaxPooling2D',
  description: 'Maximum of each channel of an image.',
  accepts: IMAGES,
  options: {},
  outputShape: (_, [batch, , , channels]) => [batch, channels],
  async build(_, { name }) {
    const { globalMaxPooling2d } = await import('@expgraph/tensorflow/layers');
    return globalMaxPooling2d({ name });
  },
});
