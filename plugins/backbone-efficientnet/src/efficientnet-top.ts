import { type BackboneConfig, type Blueprint, type Features, POOL_NAMES, pool } from '@expgraph/model-io/backbones';
import type { EfficientNetOptions } from './efficientnet-options.js';

/** Adds the top that these networks share. */
export function efficientNetTop(b: Blueprint, x: Features, config: BackboneConfig & EfficientNetOptions): Features {
  const { includeTop, classes, classifierActivation, dropoutRate } = config;
  if (!includeTop) return pool(b, x, config, POOL_NAMES);
  let y = b.globalAveragePooling2d(x, { name: 'avg_pool' });
  if (dropoutRate > 0) y = b.dropout(y, { name: 'top_dropout', rate: dropoutRate });
  return b.dense(y, { name: 'predictions', units: classes, activation: classifierActivation });
}
