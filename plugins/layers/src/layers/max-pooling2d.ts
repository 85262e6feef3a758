import { layer } from '@expgraph/tensorflow';
import { IMAGES } from './accepted-inputs.js';
import { pooledImage, pooling2dOptions } from './pooling-options.js';

export const maxPooling2d = layer({
  type: 'max-pooling2d',
  kind: 'MaxPooling2D',
  description: 'Maximum over windows of pixels of each channel.',
  accepts: IMAGES,
  options: pooling2dOptions,
  outputShape: pooledImage,
  build: (config, { name, tf }) => tf.layers.maxPooling2d({ ...config, name } as never),
});
