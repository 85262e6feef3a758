import { layer } from '@expgraph/tensorflow';
import { IMAGES } from './accepted-inputs.js';
import { pooledImage, pooling2dOptions } from './pooling-options.js';

export const averagePooling2d = layer({
  type: 'average-pooling2d',
  kind: 'AveragePooling2D',
  description: 'Mean over windows of pixels of each channel.',
  accepts: IMAGES,
  options: pooling2dOptions,
  outputShape: pooledImage,
  build: (config, { name, tf }) => tf.layers.averagePooling2d({ ...config, name } as never),
});
