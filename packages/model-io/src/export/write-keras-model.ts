import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { tf } from '@expgraph/tensorflow/tfjs';
import { KERAS_VERSION, kerasModel } from './keras-model.js';
import { variableGroups } from './keras-variables.js';
import { groupAt, writeH5, writeVariable } from './write-h5.js';

/**
 * Writes a network in the format of Keras 3, `.keras`: a zip archive of `config.json`, `metadata.json` and
 * `model.weights.h5`.
 * @throws ExperimentError that names the layer that Keras cannot express.
 */
export async function writeKerasModel(network: tf.LayersModel, path: string): Promise<void> {
  const model = kerasModel(network);
  // Next to the file, because the system's temporary folder may be too small for weights.
  const folder = await mkdtemp(join(dirname(path), '.weights-'));
  try {
    const weights = join(folder, 'model.weights.h5');
    const kinds = model.config.layers.map(({ class_name }) => class_name);
    await writeWeights(network, kinds, weights);
    await writeArchive(path, weights, JSON.stringify(model));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the variables of layers to the groups that Keras 3 reads, named by layer class and index within the class. */
async function writeWeights(network: tf.LayersModel, kinds: readonly string[], path: string): Promise<void> {
  const counts = new Map<string, number>();
  await writeH5(path, (root) => {
    groupAt(root, ['vars']).create_attribute('name', network.name);
    for (const [index, layer] of network.layers.entries()) {
      const kind = snakeCase(kinds[index]);
      const before = counts.get(kind) ?? 0;
      counts.set(kind, before + 1);
      const place = ['layers', before === 0 ? kind : `${kind}_${before}`];
      groupAt(root, [...place, 'vars']).create_attribute('name', layer.name);
      for (const group of variableGroups(layer)) {
        const variables = groupAt(root, [...place, ...group.place, 'vars']);
        for (const [number, variable] of group.variables.entries()) writeVariable(variables, String(number), variable);
      }
    }
  });
}

/** Converts class names as Keras does: `Conv2D` to `conv2d`, `ReLU` to `re_lu`. */
const snakeCase = (name: string): string =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** Fixed timestamps, so that the same model gives the same bytes. */
const TIMELESS = { mtime: new Date(1980, 0, 1), mode: 0o644, forceDosTimestamp: true, compress: false } as const;

async function writeArchive(path: string, weights: string, config: string): Promise<void> {
  const { ZipFile } = await import('yazl');
  const archive = new ZipFile();
  const metadata = JSON.stringify({ keras_version: KERAS_VERSION, date_saved: '1980-01-01@00:00:00' });
  archive.addBuffer(Buffer.from(metadata), 'metadata.json', TIMELESS);
  archive.addBuffer(Buffer.from(config), 'config.json', TIMELESS);
  archive.addFile(weights, 'model.weights.h5', TIMELESS);
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(path));
}
