import type { LayerSpec, Model } from '@expgraph/sdk';

/** The layers of a model from input to output, as a spec tells them. */
export function layersOf({ network }: Model): LayerSpec[] {
  return network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName(), frozen: !layer.trainable }));
}

/** The same layers, of which some are frozen, or no longer. */
export function withFrozen(
  layers: readonly LayerSpec[],
  changed: readonly { readonly name: string }[],
  frozen: boolean,
): LayerSpec[] {
  const names = new Set(changed.map(({ name }) => name));
  return layers.map((layer) => (names.has(layer.name) ? { ...layer, frozen } : layer));
}
