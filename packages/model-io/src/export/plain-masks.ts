import type { LayerSpec } from '@expgraph/sdk';
import { layerOptions } from './layer-options.js';
import { maskNotInTfjs } from './messages.js';
import { layerExport } from './stock-layers.js';

/** The output of a layer. */
interface Output {
  readonly masked: boolean;
  /** The layer whose outputs at masked timesteps differ in plain TensorFlow.js. */
  readonly differs?: string;
}

/**
 * Checks that plain TensorFlow.js treats the masks of a network in the same way. There, a global average includes
 * masked timesteps, a bidirectional layer repeats outputs at masked timesteps where Keras has 0, and recurrent layers
 * still apply a mask after a layer that ends it.
 * @throws ExperimentError that names the layer.
 */
export function checkPlainMasks(layers: readonly LayerSpec[]): void {
  const outputs = new Map<string, Output>();
  const taken = new Set<string>();
  let anyMask = false;
  for (const [index, layer] of layers.entries()) {
    const inputs = layer.inputs ?? layers.slice(Math.max(0, index - 1), index).map(({ name }) => name);
    for (const name of inputs) taken.add(name);
    const below = inputs.flatMap((name) => outputs.get(name) ?? []);
    const input = {
      masked: below.some(({ masked }) => masked),
      differs: below.find(({ differs }) => differs)?.differs,
    };
    const output = outputOf(layer, input, anyMask);
    outputs.set(layer.name, output);
    anyMask ||= output.masked;
  }
  for (const [name, { differs }] of outputs) if (differs !== undefined && !taken.has(name)) throw visible(differs);
}

function outputOf(layer: LayerSpec, { masked, differs }: Output, anyMask: boolean): Output {
  const { name, kind, config } = layer;
  const mask = layerExport(kind)?.mask;
  if (mask === 'applies') {
    if (!masked && anyMask) throw maskNotInTfjs(name, 'applies a mask that a layer below has ended');
    const isSequence = [...layerOptions(layer)].some(({ returnSequences }) => returnSequences === true);
    // The layer skips masked timesteps, so their values do not matter after it.
    return {
      masked: masked && isSequence,
      differs: masked && isSequence && kind === 'Bidirectional' ? name : undefined,
    };
  }
  if (kind === 'GlobalAveragePooling1D' && masked)
    throw maskNotInTfjs(name, 'includes masked timesteps in the average');
  if (mask === 'keeps') return { masked, differs };
  if (differs !== undefined) throw visible(differs);
  return { masked: mask === 'starts' && (kind !== 'Embedding' || config?.maskZero === true) };
}

const visible = (layer: string) => maskNotInTfjs(layer, 'repeats outputs at masked timesteps instead of 0');
