import type { LayerSpec } from '@expgraph/sdk';
import { NamedLayers } from './named-layers.js';
import type { PlannedUnfreezing } from './unfreezing.js';

/**
 * Returns the learning rate factor of each layer: that of the first entry at or above the layer, times that of the
 * entry that unfreezes it.
 */
export function scaleByLayer(
  layers: readonly LayerSpec[],
  rules: readonly { readonly upTo: string; readonly scale: number }[],
  unfreezing: readonly PlannedUnfreezing[] = [],
): ReadonlyMap<string, number> {
  const named = new NamedLayers(layers);
  const ends = rules.map(({ upTo }, index) => named.find(upTo, ['learningRateScale', index, 'upTo']).last);
  const ofStep = new Map(unfreezing.flatMap((step) => step.layers.map((name) => [name, step.learningRateScale])));
  return new Map(
    layers.map(({ name }, position) => {
      const rule = rules[ends.findIndex((end) => position <= end)];
      return [name, (rule?.scale ?? 1) * (ofStep.get(name) ?? 1)];
    }),
  );
}
