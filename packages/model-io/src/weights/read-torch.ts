import { readFile } from 'node:fs/promises';
import { type ExpansionBudget, Unpickler, type ZipFile } from '@expgraph/data/formats';
import { ExpgraphError } from '@expgraph/sdk';
import { notTorch } from './messages.js';
import type { LayerWeights, Weight } from './named-weights.js';
import { storageBytes, type TorchStorage, TorchTensor, torchHost } from './torch-tensor.js';

/** Magic number at the start of legacy files, as a pickle. */
export const TORCH_MAGIC = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');
/** Keys of the weights in training checkpoints. */
const STATE_DICTS = ['state_dict', 'model_state_dict', 'model'];

/**
 * Reads a state dict that PyTorch has saved (`torch.save(model.state_dict(), 'x.pth')`) as a zip archive. Names and
 * layouts are PyTorch's: `layer1.0.conv1` has a `weight` of `[out, in, height, width]`; `fromTorch` converts them.
 * Nothing in the file is executed.
 * @throws ExperimentError if it contains anything but tensors or is damaged.
 */
export function readTorchZip(zip: ZipFile, source: string, budget: ExpansionBudget): Promise<LayerWeights> {
  return reported(source, async () => {
    const pickle = zip.names.find((name) => name.endsWith('/data.pkl')) ?? '';
    const folder = pickle.slice(0, -'data.pkl'.length);
    if (zip.names.includes(`${folder}byteorder`) && (await zip.read(`${folder}byteorder`)).toString() !== 'little')
      throw new Error('its numbers are big-endian');
    const state = stateOf(new Unpickler(await zip.read(pickle), torchHost, budget).read());
    const storages = new Map<string, Buffer>();
    for (const { storage } of state.values()) {
      if (!storages.has(storage.key)) storages.set(storage.key, await zip.read(`${folder}data/${storage.key}`));
    }
    return byModule(state, storages, budget);
  });
}

/** Reads a state dict in the format before PyTorch 1.6: pickles, followed by the values. */
export function readTorchLegacy(path: string, source: string, budget: ExpansionBudget): Promise<LayerWeights> {
  return reported(source, async () => {
    const bytes = await readFile(path);
    let at = 0;
    const next = () => {
      const pickle = new Unpickler(bytes, torchHost, budget, at);
      const value = pickle.read();
      at = pickle.end;
      return value;
    };
    const [, , system, saved, keys] = [next(), next(), next(), next(), next()];
    if (!(system instanceof Map) || system.get('little_endian') !== true) throw new Error('its numbers are big-endian');
    const state = stateOf(saved);
    const known = new Map([...state.values()].map(({ storage }) => [storage.key, storage]));
    if (!Array.isArray(keys) || !keys.every(isText)) throw new Error('it has no list of storages');
    return byModule(state, cutStorages(bytes.subarray(at), keys, known), budget);
  });
}

async function reported(source: string, read: () => Promise<LayerWeights>): Promise<LayerWeights> {
  try {
    return await read();
  } catch (error) {
    if (ExpgraphError.is(error)) throw error;
    throw notTorch(source, error instanceof Error ? error.message : String(error));
  }
}

/** Splits the storages, each of which is its length as int64 followed by its values. */
function cutStorages(
  bytes: Buffer,
  keys: readonly string[],
  known: ReadonlyMap<string, TorchStorage>,
): Map<string, Buffer> {
  const storages = new Map<string, Buffer>();
  let at = 0;
  for (const key of keys) {
    const storage = known.get(key);
    if (!storage) throw new Error(`it has a storage "${key}" that no weight uses`);
    const end = at + 8 + storageBytes(storage);
    if (end > bytes.length)
      throw new Error(`it is truncated: ${bytes.length} bytes of values, expected at least ${end}`);
    storages.set(key, bytes.subarray(at + 8, end));
    at = end;
  }
  return storages;
}

function stateOf(saved: unknown): Map<string, TorchTensor> {
  const tensors = tensorsIn(saved);
  if (tensors.size > 0) return tensors;
  const inner = saved instanceof Map ? STATE_DICTS.map((name) => tensorsIn(saved.get(name))) : [];
  const found = inner.find((state) => state.size > 0);
  if (!found) throw new Error('it has no state dict');
  return found;
}

const tensorsIn = (saved: unknown): Map<string, TorchTensor> =>
  new Map(
    saved instanceof Map ? [...saved].filter(([name, value]) => isText(name) && value instanceof TorchTensor) : [],
  );

/** Rejects nested lists, whose string representation can be endless. */
const isText = (value: unknown): value is string => typeof value === 'string';

function byModule(
  state: ReadonlyMap<string, TorchTensor>,
  storages: ReadonlyMap<string, Buffer>,
  budget: ExpansionBudget,
): LayerWeights {
  const modules = new Map<string, Map<string, Weight>>();
  for (const [name, tensor] of state) {
    // DataParallel prefixes each name.
    const path = name.replace(/^module\./, '');
    const dot = path.lastIndexOf('.');
    const module = path.slice(0, Math.max(0, dot));
    const bytes = storages.get(tensor.storage.key);
    if (!bytes) throw new Error(`the values of "${name}" are missing`);
    const weights = modules.get(module) ?? new Map<string, Weight>();
    modules.set(module, weights.set(path.slice(dot + 1), tensor.weight(bytes, budget)));
  }
  return modules;
}
