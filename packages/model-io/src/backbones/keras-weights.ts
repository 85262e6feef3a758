import type { NamedWeights } from '@expgraph/sdk';
import type { BackboneConfig } from './backbone-options.js';

/**
 * Returns the two files of ImageNet weights that Keras publishes for most architectures. The file without the top comes
 * first, because it is the default.
 * @param path Path on Keras' host without suffix:
 * `tensorflow/keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels`.
 * @param md5 Checksums of the files with and without the top.
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

/** Returns which of the two files a config needs. */
export const kerasVariant = ({ includeTop }: BackboneConfig): string => (includeTop ? 'top' : 'no-top');
