import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '@expgraph/sdk';
import '@expgraph/tensorflow/layers';
import { layerSpecs } from '../codec/layer-specs.js';
import { modelCodec } from '../codec/model-codec.js';
import { checkExport, type ExportFormat } from './check-export.js';
import { exportedCard } from './exported-card.js';
import { functional } from './keras-model.js';
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
  'tfjs-layers': (model, folder) => modelCodec.encode(model, folder),
} satisfies Record<ExportFormat, Writer>;

/**
 * Writes a model to an empty folder, with its card as `card.json`: size and range of the input, class names. The
 * optimizer state is not exported.
 * - `keras`: `model.keras` of Keras 3.
 * - `h5`: `model.h5`, Keras' legacy format.
 * - `saved-model`: TensorFlow SavedModel.
 * - `tfjs-graph`: TensorFlow.js GraphModel, `model.json` and `weights.bin`.
 * - `tfjs-layers`: TensorFlow.js LayersModel, `model.json` and `weights.bin`.
 * @throws ExperimentError that names the layer that the format cannot express.
 */
export async function exportModel(model: Model, format: ExportFormat, folder: string): Promise<void> {
  const network = functional(model.network);
  checkExport(format, layerSpecs(network));
  const card = exportedCard({ network, card: model.card });
  await WRITERS[format]({ network, card }, folder);
  await writeFile(join(folder, 'card.json'), JSON.stringify(card, null, 2));
}
