import type { BackboneConfig } from './backbone-options.js';
import type { Blueprint, Features } from './blueprint.js';

/** What most networks end in: the mean of each channel and one dense layer. `poolName` as Keras has it. */
export function classify(
  b: Blueprint,
  x: Features,
  { classes, classifierActivation }: BackboneConfig,
  poolName: string | undefined = undefined,
): Features {
  const features = b.globalAveragePooling2d(x, { name: poolName });
  return b.dense(features, { name: 'predictions', units: classes, activation: classifierActivation });
}

/** The features of a network without its top: maps, or one number a channel. `names` are those that Keras gives, where it does. */
export function pool(
  b: Blueprint,
  x: Features,
  { pooling }: BackboneConfig,
  names: { readonly avg?: string; readonly max?: string } = {},
): Features {
  if (pooling === 'avg') return b.globalAveragePooling2d(x, { name: names.avg });
  return pooling === 'max' ? b.globalMaxPooling2d(x, { name: names.max }) : x;
}

/** The names of newer architectures. */
export const POOL_NAMES = { avg: 'avg_pool', max: 'max_pool' } as const;
