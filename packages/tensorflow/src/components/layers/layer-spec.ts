import type { LayerSpec } from '@expgraph/sdk';

/** Activations that TensorFlow.js defines differently under the config's name: its hardSigmoid is 0.2 x + 0.5. */
const ACTIVATIONS: Readonly<Record<string, string>> = { hardSigmoid: 'hardSigmoidRelu6' };

/**
 * Returns the spec of a layer that is not built yet from its options in a config, with the activation names of built
 * layers.
 */
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
