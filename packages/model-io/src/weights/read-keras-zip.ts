import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExpansionBudget, ZipFile } from '@expgraph/data/formats';
import type { KerasLayer } from './keras-3-groups.js';
import { notKeras } from './messages.js';
import type { LayerWeights } from './named-weights.js';
import { readKerasH5 } from './read-keras-h5.js';

export const KERAS_ENTRIES = { config: 'config.json', weights: 'model.weights.h5' } as const;

/** The parts of a model's config that this file uses. */
interface SavedModel {
  readonly class_name?: string;
  readonly name?: string;
  readonly config?: {
    readonly name?: string;
    readonly layers?: readonly SavedModel[];
    readonly cell?: SavedModel;
    readonly cells?: readonly SavedModel[];
  };
}

/** Reads the weights of a `.keras` file, with layer names from its config. */
export async function readKerasZip(zip: ZipFile, source: string, budget: ExpansionBudget): Promise<LayerWeights> {
  const layers = await layersOf(zip, source);
  const bytes = await zip.read(KERAS_ENTRIES.weights);
  // The HDF5 library reads files only.
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-keras-'));
  try {
    const file = join(folder, KERAS_ENTRIES.weights);
    await writeFile(file, bytes);
    return await readKerasH5(file, source, budget, layers);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function layersOf(zip: ZipFile, source: string): Promise<KerasLayer[]> {
  try {
    const model = JSON.parse((await zip.read(KERAS_ENTRIES.config)).toString()) as SavedModel;
    return kerasLayers(model);
  } catch (error) {
    throw notKeras(source, `its ${KERAS_ENTRIES.config} cannot be read: ${(error as Error).message}`);
  }
}

/** Returns the layers of a config, without the input layer that sequential models list. */
const kerasLayers = ({ class_name: model, config }: SavedModel): KerasLayer[] =>
  (config?.layers ?? [])
    .filter(({ class_name: kind }) => model !== 'Sequential' || kind !== 'InputLayer')
    .map((layer) => ({
      className: classOf(layer),
      name: String(layer.config?.name ?? layer.name),
      layers: layer.config?.layers && kerasLayers(layer),
      cells: layer.config?.cell?.config?.cells?.map((cell) => ({ className: classOf(cell) })),
    }));

const classOf = ({ class_name: name }: SavedModel) => String(name).split('>').at(-1) as string;
