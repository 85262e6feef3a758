import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { byteSize, ExpansionBudget, ZipFile } from '@expgraph/data/formats';
import { ExpgraphError } from '@expgraph/sdk';
import { AT, fileMissing, notTflite, notWeights } from './messages.js';
import type { LayerWeights } from './named-weights.js';
import { readKerasH5 } from './read-keras-h5.js';
import { KERAS_ENTRIES, readKerasZip } from './read-keras-zip.js';
import { readTfjsModel } from './read-tfjs-model.js';
import { readTfliteConvolutions } from './read-tflite.js';
import { readTorchLegacy, readTorchZip, TORCH_MAGIC } from './read-torch.js';

type Reader = (path: string, source: string, budget: ExpansionBudget) => Promise<LayerWeights>;

/** Readers by the first bytes of a file. */
const FORMATS: readonly { begins(start: Buffer): boolean; read: Reader }[] = [
  { begins: (start) => start.toString('latin1', 0, 4) === '\x89HDF', read: readKerasH5 },
  { begins: (start) => start.toString('latin1', 0, 4) === 'PK\x03\x04', read: readZip },
  { begins: (start) => start.toString('latin1', 4, 8) === 'TFL3', read: readTflite },
  { begins: (start) => start.subarray(0, TORCH_MAGIC.length).equals(TORCH_MAGIC), read: readTorchLegacy },
  { begins: (start) => /^\s*(\{|!function\()/.test(start.toString('latin1')), read: readTfjsModel },
];
const START = 64;
/** FlatBuffer offsets have 31 bits. */
const MAX_TFLITE_SIZE = 2 ** 31 - 1;
/** Entry files of a TensorFlow.js model folder. */
const MODEL_FILES = ['model.json', 'model.min.js'];

/**
 * Reads the weights of a file, detecting the format by content: Keras' `.h5`, `.weights.h5` and `.keras`,
 * TensorFlow.js' `model.json` (or its folder), the convolutions of a `.tflite`, PyTorch's `.pth` (see `fromTorch`).
 * @param path Path of the file.
 * @param source Name of the file, for errors.
 * @throws ExperimentError if the file is missing, damaged or in an unknown format.
 */
export async function readWeights(path: string, source = basename(path)): Promise<LayerWeights> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw fileMissing(source);
  if (found.isDirectory()) return readFolder(path, source);
  const start = await startOf(path);
  const format = FORMATS.find(({ begins }) => begins(start));
  if (!format) throw notWeights(source, found.size === 0 ? 'it is empty' : `it begins with ${shown(start)}`);
  return format.read(path, source, ExpansionBudget.ofMemory(source, found.size, { at: AT }));
}

async function readFolder(folder: string, source: string): Promise<LayerWeights> {
  const names = await readdir(folder);
  const model = MODEL_FILES.find((name) => names.includes(name));
  if (model) return readTfjsModel(join(folder, model), source);
  const listed = `${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`;
  throw notWeights(source, `it is a folder without a model.json, and has ${listed || 'nothing'}`);
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(START);
    const { bytesRead } = await file.read(start, 0, START, 0);
    return start.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Returns the first bytes in readable form: as text if possible, for example of an HTML error page. */
function shown(start: Buffer): string {
  const text = start.toString('latin1', 0, 24);
  return /^[\x20-\x7e\s]+$/.test(text) ? JSON.stringify(text) : `the bytes ${start.toString('hex', 0, 8)}`;
}

async function readZip(path: string, source: string, budget: ExpansionBudget): Promise<LayerWeights> {
  try {
    return await ZipFile.with(path, budget, async (zip) => {
      if (zip.names.includes(KERAS_ENTRIES.weights)) return readKerasZip(zip, source, budget);
      if (zip.names.some((name) => name.endsWith('/data.pkl'))) return readTorchZip(zip, source, budget);
      throw notWeights(source, `it is an archive of ${zip.names.slice(0, 5).join(', ') || 'nothing'}`);
    });
  } catch (error) {
    if (ExpgraphError.is(error)) throw error;
    throw notWeights(source, `it is a damaged archive: ${(error as Error).message}`);
  }
}

async function readTflite(path: string, source: string, budget: ExpansionBudget): Promise<LayerWeights> {
  if (budget.packed > MAX_TFLITE_SIZE)
    throw notTflite(source, `it has ${byteSize(budget.packed)}, expected less than ${byteSize(MAX_TFLITE_SIZE)}`);
  const convolutions = readTfliteConvolutions(await readFile(path), source, budget);
  return new Map(
    convolutions.map(({ kernel, bias }, index) => [
      `convolutions/${index}`,
      new Map([
        ['kernel', kernel],
        ['bias', bias],
      ]),
    ]),
  );
}
