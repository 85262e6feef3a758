import type { NamedWeights } from '@expgraph/sdk';
import type { BackboneConfig } from '@expgraph/tensorflow/backbones';

/** MD5 of Keras' files, with the top and without. */
const CHECKSUMS: Readonly<Record<string, readonly [string, string]>> = {
  resnet50: ['2cb95161c43110f7111970584f804107', '4d473c1dd8becc155b73f8504c6f6626'],
  resnet101: ['f1aeb4b969a6efcfb50fad2f0c20cfc5', '88cf7a10940856eca736dc7b7e228a21'],
  resnet152: ['100835be76be38e30d865e96f2aaae62', 'ee4c566cf9a93f14d82f913c2dc6dd0c'],
  resnet50v2: ['3ef43a0b657b3be2300d5770ece849e0', 'fac2f116257151a9d068a22e544a4917'],
  resnet101v2: ['6343647c601c52e1368623803854d971', 'c0ed64b8031c3730f411d2eb4eea35b5'],
  resnet152v2: ['a49b44d1979771252814e80f8ec446f9', 'ed17cf2e0169df9d443503ef94b23b33'],
};

/** The files that Keras publishes of an architecture; without the top first. */
export function imagenetWeights(architecture: string): NamedWeights[] {
  const [withTop, withoutTop] = CHECKSUMS[architecture];
  const file = (variant: string, ending: string, md5: string): NamedWeights => ({
    name: 'imagenet',
    variant,
    source: `https://storage.googleapis.com/tensorflow/keras-applications/resnet/${architecture}_weights_tf_dim_ordering_tf_kernels${ending}.h5#md5=${md5}`,
    description: 'ImageNet, as Keras publishes them.',
  });
  return [file('no-top', '_notop', withoutTop), file('top', '', withTop)];
}

export const variantOf = ({ includeTop }: BackboneConfig): string => (includeTop ? 'top' : 'no-top');
