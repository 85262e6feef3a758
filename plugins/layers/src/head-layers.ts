import type { LayerSpec, ModelSpec } from '@expgraph/sdk';
import { denseLayers } from './dense-options.js';
import { notFeatures, notSteps } from './messages.js';

export type Pooling = 'average' | 'max';

/** Names of the pooling layers of heads. */
export const POOLING_NAMES: Readonly<Record<Pooling, string>> = { average: 'avg_pool', max: 'max_pool' };

const KINDS: Readonly<Record<Pooling, string>> = { average: 'GlobalAveragePooling', max: 'GlobalMaxPooling' };

/**
 * Returns the layers of a model with a head added, if known.
 * @throws ExperimentError if a head does not fit the model's output.
 */
export function withHeadLayers(
  backbone: ModelSpec,
  {
    units,
    dropout,
    pooling,
    perStep,
  }: {
    readonly units: readonly number[];
    readonly dropout: number;
    readonly pooling: Pooling;
    /** Whether the head applies to each timestep of a sequence. */
    readonly perStep?: boolean;
  },
): readonly LayerSpec[] | undefined {
  const rank = backbone.output?.shape?.length;
  if (backbone.output && rank !== undefined && (rank < 2 || rank > 4)) throw notFeatures(backbone.output);
  if (perStep && backbone.output && rank !== undefined && rank !== 3) throw notSteps(backbone.output);
  if (!backbone.layers || !rank) return undefined;
  const pool = rank > 2 && !perStep ? [{ name: POOLING_NAMES[pooling], kind: `${KINDS[pooling]}${rank - 2}D` }] : [];
  return [...backbone.layers, ...pool, ...denseLayers(units.length, dropout > 0)];
}
