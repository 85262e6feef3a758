import type { LayerSpec } from '@expgraph/sdk';
import { layerOptions } from './layer-options.js';
import { layerNotInTfjs } from './messages.js';
import { checkPlainMasks } from './plain-masks.js';
import { layerExport } from './stock-layers.js';

/** Activations of this package that TensorFlow.js lacks: names in messages by names in files. */
const OWN_ACTIVATIONS: Readonly<Record<string, string>> = {
  hardSigmoidRelu6: 'hardSigmoid as in Keras 3',
  hardSwish: 'hardSwish',
  hardSilu: 'hardSwish',
};

/**
 * Checks that plain TensorFlow.js can load a network and computes the same.
 * @throws ExperimentError that names the layer.
 */
export function checkPlainLayers(layers: readonly LayerSpec[]): void {
  for (const layer of layers) {
    const tfjs = layerExport(layer.kind)?.tfjs;
    if (!tfjs) throw layerNotInTfjs(layer.name, `layer ${layer.kind}`);
    const lacking = tfjs.lacks?.(layer.config ?? {});
    if (lacking !== undefined) throw layerNotInTfjs(layer.name, lacking);
    for (const options of layerOptions(layer)) checkOptions(layer, options);
  }
  checkPlainMasks(layers);
}

function checkOptions({ name, kind }: LayerSpec, options: Readonly<Record<string, unknown>>): void {
  const { activation, recurrentActivation, resetAfter, stateful, keepDims, groups } = options;
  if (keepDims === true) throw layerNotInTfjs(name, `${kind} with keepDims`);
  if (typeof groups === 'number' && groups > 1) throw layerNotInTfjs(name, `${kind} with groups`);
  if (resetAfter === true) throw layerNotInTfjs(name, 'GRU with resetAfter');
  if (stateful === true) throw layerNotInTfjs(name, 'stateful layer for batches of any size');
  const [unknown] = [activation, recurrentActivation].flatMap((each) => OWN_ACTIVATIONS[String(each)] ?? []);
  if (unknown !== undefined) throw layerNotInTfjs(name, `activation ${unknown}`);
}
