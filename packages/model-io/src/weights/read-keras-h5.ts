import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ExpansionBudget } from '@expgraph/data/formats';
import { byLayer, type PathWeight } from './by-layer.js';
import { groupIn, type H5Bounds, type H5Group, isRandomState, namesIn, readH5Weight, withH5 } from './h5-file.js';
import { isKeras3, type KerasLayer, readKeras3Groups } from './keras-3-groups.js';
import { AT, notH5 } from './messages.js';
import type { LayerWeights } from './named-weights.js';

/**
 * Reads Keras weights from a `.h5` file: weights or a whole model written by Keras 2 or `model.save`, or weights
 * written by `model.save_weights` of Keras 3 (`.weights.h5`).
 * @param source Name of the file, for errors.
 * @param budget Budget of the archive that contains the file.
 * @param layers Layers in the model's config, if known.
 * @throws ExperimentError if it is not such a file.
 */
export async function readKerasH5(
  path: string,
  source = basename(path),
  budget?: ExpansionBudget,
  layers?: readonly KerasLayer[],
): Promise<LayerWeights> {
  const own = budget ?? ExpansionBudget.ofMemory(source, (await stat(path)).size, { at: AT });
  return withH5(path, source, own, (file, bounds) => {
    const root = groupIn(file, 'model_weights') ?? file;
    const names = namesIn(root, 'layer_names', bounds);
    if (names)
      return byLayer(
        names.flatMap((layer) => weightsOf(root, layer, bounds)),
        names,
      );
    if (isKeras3(file)) return readKeras3Groups(file, bounds, layers);
    throw notH5(source, 'it has no list of layers');
  });
}

function weightsOf(root: H5Group, layer: string, bounds: H5Bounds): PathWeight[] {
  const group = groupIn(root, layer);
  if (!group) throw new Error(`the layer "${layer}" is missing`);
  const paths = (namesIn(group, 'weight_names', bounds) ?? []).filter((path) => !isRandomState(path));
  return paths.map((path) => ({ layer, path, weight: readH5Weight(group, path, bounds) }));
}
