import type { NamedWeights } from '@expgraph/sdk';
import type { BackboneConfig } from '@expgraph/tensorflow/backbones';

/** The files that Keras publishes of an architecture; without the top first. */
export function imagenetWeights(url: string, [withTop, withoutTop]: readonly [string, string]): NamedWeights[] {
  const about = { name: 'imagenet', description: 'ImageNet, as Keras publishes them.' };
  return [
    { ...about, variant: 'no-top', source: `${url}_notop.h5#md5=${withoutTop}` },
    { ...about, variant: 'top', source: `${url}.h5#md5=${withTop}` },
  ];
}

export const variantOf = ({ includeTop }: BackboneConfig): string => (includeTop ? 'top' : 'no-top');
