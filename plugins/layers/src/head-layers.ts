import type { LayerSpec, ModelSpec } from '@expgraph/sdk';
import { denseLayers } from './dense-options.js';
import { notFeatures } from './messages.js';

/** The layers of a backbone with a head on top, where they are known. @throws when a head can not be put on it */
export function withHeadLayers(backbone: ModelSpec, depth: number, dropout: boolean): readonly LayerSpec[] | undefined {
  const rank = backbone.output?.shape?.length;
  if (backbone.output && rank !== undefined && rank !== 4 && rank !== 2) throw notFeatures(backbone.output);
  if (!backbone.layers || !rank) return undefined;
  const pool = rank === 4 ? [{ name: 'avg_pool', kind: 'GlobalAveragePooling2D' }] : [];
  return [...backbone.layers, ...pool, ...denseLayers(depth, dropout)];
}
