import type { BackboneConfig } from './backbone-options.js';
import type { Blueprint, Features } from './blueprint.js';

/**
 * Adds the common classifier: global average pooling and one dense layer. `poolName` is Keras' name of the pooling
 * layer.
 */
export function classify(
  b: Blueprint,
  x: Features,
  { classes, classifierActivation }: BackboneConfig,
  poolName: string | undefined = undefined,
): Features {
  const features = b.globalAveragePooling2d(x, { name: poolName });
  return b.dense(features, { name: 'predictions', units: classes, activation: classifierActivation });
}

/**
 * Returns the features of a network without its top: feature maps, or one value per channel. `names` are Keras' names
 * of the pooling layers, where it sets them.
 */
export function pool(
  b: Blueprint,
  x: Features,
  { pooling }: BackboneConfig,
  names: { readonly avg?: string; readonly max?: string } = {},
): Features {
  if (pooling === 'avg') return b.globalAveragePooling2d(x, { name: names.avg });
  return pooling === 'max' ? b.globalMaxPooling2d(x, { name: names.max }) : x;
}

/** Names of the pooling layers in newer architectures. */
export const POOL_NAMES = { avg: 'avg_pool', max: 'max_pool' } as const;
