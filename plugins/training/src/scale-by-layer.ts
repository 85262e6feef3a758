import type { LayerSpec } from '@expgraph/sdk';
import { NamedLayers } from './named-layers.js';
import type { PlannedUnfreezing } from './unfreezing.js';

/**
 * What the learning rate of each layer is multiplied by: as the first rule says that reaches so far up, times what the step says
 * that unfreezes it.
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
