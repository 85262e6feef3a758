import type { LayerSpec, Model } from '@expgraph/sdk';

/** Returns the specs of a model's layers from input to output. */
export function layersOf({ network }: Model): LayerSpec[] {
  return network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName(), frozen: !layer.trainable }));
}

/** Returns the layer specs with `frozen` set for some of them. */
export function withFrozen(
  layers: readonly LayerSpec[],
  changed: readonly { readonly name: string }[],
  frozen: boolean,
): LayerSpec[] {
  const names = new Set(changed.map(({ name }) => name));
  return layers.map((layer) => (names.has(layer.name) ? { ...layer, frozen } : layer));
}
