import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '@expgraph/sdk';
import '../layers/index.js';
import { modelCodec } from '../model/model-codec.js';
import { functional } from './keras-model.js';
import { checkPlainLayers } from './plain-layers.js';
import { writeGraphModel } from './write-graph-model.js';
import { writeH5Model } from './write-h5-model.js';
import { writeKerasModel } from './write-keras-model.js';
import { writeSavedModel } from './write-saved-model.js';

type Writer = (model: Model, folder: string) => Promise<void>;

const WRITERS = {
  keras: ({ network }, folder) => writeKerasModel(network, join(folder, 'model.keras')),
  h5: ({ network }, folder) => writeH5Model(network, join(folder, 'model.h5')),
  'saved-model': ({ network }, folder) => writeSavedModel(network, folder),
  'tfjs-graph': ({ network, card }, folder) => writeGraphModel(network, card, folder),
  'tfjs-layers': ({ network, card }, folder) => {
    checkPlainLayers(network);
    return modelCodec.encode({ network, card }, folder);
  },
} satisfies Record<string, Writer>;

/**
 * - `keras`: `model.keras`, of Keras 3.
 * - `h5`: `model.h5`, Keras' older file.
 * - `saved-model`: TensorFlow's SavedModel.
 * - `tfjs-graph`: a GraphModel of TensorFlow.js, `model.json` and `weights.bin`.
 * - `tfjs-layers`: a LayersModel of TensorFlow.js, `model.json` and `weights.bin`.
 */
export type ExportFormat = keyof typeof WRITERS;

/**
 * Writes a model into an empty folder, with its card as `card.json` beside it: the size and range of the input, the names of the
 * classes. What the optimizer remembers stays behind.
 * @throws ExperimentError that names the layer that the format can not express.
 */
export async function exportModel({ network, card }: Model, format: ExportFormat, folder: string): Promise<void> {
  await WRITERS[format]({ network: functional(network), card }, folder);
  await writeFile(join(folder, 'card.json'), JSON.stringify(card, null, 2));
}
