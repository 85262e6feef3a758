import type { NamedWeights } from '@expgraph/sdk';
import type { BackboneConfig } from './backbone-options.js';

/**
 * The two files with ImageNet weights that Keras publishes of most architectures. The one without the top comes first: it is that of
 * a node's defaults.
 * @param path On Keras' host, without the ending: `tensorflow/keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels`.
 * @param md5 Of the file with the top, and of that without.
 */
export function kerasWeights(path: string, [withTop, withoutTop]: readonly [string, string]): NamedWeights[] {
  const file = (variant: string, ending: string, md5: string): NamedWeights => ({
    name: 'imagenet',
    variant,
    source: `https://storage.googleapis.com/${path}${ending}.h5#md5=${md5}`,
    description: 'ImageNet, published by Keras.',
  });
  return [file('no-top', '_notop', withoutTop), file('top', '', withTop)];
}

/** Which of the two a config needs. */
export const kerasVariant = ({ includeTop }: BackboneConfig): string => (includeTop ? 'top' : 'no-top');
