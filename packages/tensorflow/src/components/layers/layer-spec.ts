import type { LayerSpec } from '@expgraph/sdk';

/** Activations that TensorFlow.js has otherwise under the name that configs have: there it is 0.2 x + 0.5. */
const ACTIVATIONS: Readonly<Record<string, string>> = { hardSigmoid: 'hardSigmoidRelu6' };

/** Describes a layer that is not built yet by its options in a config; names of activations become those of the built layer. */
export function layerSpec(kind: string, name: string, config: object, inputs?: readonly string[]): LayerSpec {
  return { kind, name, config: builtOptions(config), ...(inputs && { inputs }) };
}

function builtOptions(config: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([option, value]) => [option, builtOption(option, value)]));
}

function builtOption(option: string, value: unknown): unknown {
  if (/activation$/i.test(option)) return ACTIVATIONS[value as string] ?? value;
  if (option === 'layer') return builtOptions(value as object);
  return option === 'cells' ? (value as object[]).map(builtOptions) : value;
}
