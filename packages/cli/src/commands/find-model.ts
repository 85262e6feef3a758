import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Store } from '@expgraph/core';
import { listFolder } from '@expgraph/data/files';
import { modelNotFound, modelUnknown, runUnknown } from '../messages.js';

/**
 * Returns the folder of a model: a folder or its `model.json`, an artifact of the store, or `RUN:NODE`, where the run is `last`, an id or
 * the start of one, and the node has a model in the run, or is a folder below `kept`, for example `train/best-val_loss`.
 * @throws ExperimentError with the available models.
 */
export async function findModel(text: string, store: string): Promise<string> {
  const path = resolve(text);
  if (basename(path) === 'model.json') return dirname(path);
  for (const folder of [path, join(path, 'outputs', 'model')])
    if (await exists(join(folder, 'model.json'))) return folder;
  const [, run, node] = /^([\w.-]+):(.+)$/.exec(text) ?? [];
  if (run === undefined) throw modelNotFound(text);
  return modelOfRun(run, node, store);
}

async function modelOfRun(run: string, node: string, store: string): Promise<string> {
  const runs = join(new Store(store).root, 'runs');
  const ids = (await listFolder(runs)).sort().reverse();
  const id = run === 'last' ? ids[0] : ids.find((name) => name.startsWith(run));
  if (id === undefined) throw runUnknown(run, store);
  const folder = join(runs, id);
  for (const place of ['models', 'kept']) {
    const path = join(folder, place, node);
    if (await exists(join(path, 'model.json'))) return path;
  }
  const models = await listFolder(join(folder, 'models'));
  throw modelUnknown(id, node, models.sort());
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
