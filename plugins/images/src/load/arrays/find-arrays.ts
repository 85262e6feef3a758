import { open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BytesAsText, ExpansionBudget, type NumberArray, readNpz } from '@expgraph/data/formats';
import { type ArrayPixels, arrayPixels } from './array-pixels.js';
import { arraysMissing } from './messages.js';
import { readIdx } from './read-idx.js';

/** An array of images and the array of their labels. */
export interface ArrayPair {
  /** The published part, `train` or `test`; otherwise the name of the array or file. */
  readonly part: string;
  readonly images: ArrayPixels;
  /** Undefined if no array has the labels of these images. */
  readonly labels?: NumberArray;
}

/** A file, with its name in messages. */
export interface NamedFile {
  readonly name: string;
  readonly path: string;
}

const IDX = /^(.*?)[-._]?(images|labels)[-._]idx\d[-._]ubyte(?:\.gz)?$/i;
const NPZ = /\.npz$/i;

/** Returns whether a file contains arrays, by its name. */
export const holdsArrays = (path: string) => NPZ.test(path) || IDX.test(basename(path));

/**
 * Finds the arrays of images in the files of a folder: idx files like MNIST's (`train-images-idx3-ubyte` beside
 * `train-labels-idx1-ubyte`), and `.npz` files like Keras' (`x_train`, `y_train`, `x_test`, `y_test`; or `x` and `y`, or `train_images`
 * and `train_labels`).
 * @param text how to decode labels that are byte strings
 */
export async function findArrays(folder: string, files: readonly string[], text?: BytesAsText): Promise<ArrayPair[]> {
  const pairs: ArrayPair[] = [];
  for (const name of files.filter(holdsArrays)) {
    const file = { name, path: join(folder, name) };
    if (NPZ.test(name)) pairs.push(...(await pairsInNpz(file, text)));
    else if (isOf('images', name)) pairs.push(await pairInIdx(file, besideOf(folder, name, files)));
  }
  if (pairs.length === 0) throw arraysMissing(files.filter(holdsArrays), 'an idx file of images');
  return distinct(pairs);
}

/** Names the parts after their files if two files have the same part. */
function distinct(pairs: readonly ArrayPair[]): ArrayPair[] {
  const isShared = (part: string) => pairs.filter((pair) => pair.part === part).length > 1;
  return pairs.map((pair) => (isShared(pair.part) ? { ...pair, part: pair.images.name } : pair));
}

/**
 * Returns the arrays of images in a file: all in an `.npz` file, or the one in an idx file, whose labels are in another file.
 * @param text how to decode labels that are byte strings
 */
export async function arraysInFile(file: NamedFile, labels?: NamedFile, text?: BytesAsText): Promise<ArrayPair[]> {
  const isZip = (await beginningOf(file.path)) === ZIP;
  return isZip ? pairsInNpz(file, text) : [await pairInIdx(file, labels)];
}

/** Returns whether a file contains arrays, by its content: a download may have another name. */
export async function isArrayFile(path: string): Promise<boolean> {
  return [ZIP, GZIP, IDX_ZEROS].includes(await beginningOf(path));
}

const ZIP = 'PK';
const GZIP = '\x1f\x8b';
const IDX_ZEROS = '\0\0';

/** Returns the first two bytes of a file. */
async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

const isOf = (what: string, path: string) => IDX.exec(basename(path))?.[2].toLowerCase() === what;

const prefixOf = (path: string) => IDX.exec(basename(path))?.[1] ?? 'images';

function besideOf(folder: string, images: string, files: readonly string[]): NamedFile | undefined {
  const name = files.find(
    (file) => isOf('labels', file) && dirname(file) === dirname(images) && prefixOf(file) === prefixOf(images),
  );
  return name === undefined ? undefined : { name, path: join(folder, name) };
}

/** Counts the images against the expansion limit: each becomes an object, however few pixels it has. */
function counted(images: ArrayPixels, budget: ExpansionBudget): ArrayPixels {
  budget.enter(images.count);
  return images;
}

async function pairInIdx(images: NamedFile, labels?: NamedFile): Promise<ArrayPair> {
  const budget = ExpansionBudget.ofMemory(images.name, (await stat(images.path)).size);
  return {
    part: partOf(prefixOf(images.name) || 'images'),
    images: counted(arrayPixels(await readIdx(images.name, images.path)), budget),
    labels: labels && (await readIdx(labels.name, labels.path)),
  };
}

const IMAGES = /^(?:x|images?|data)$|^(?:x|images?)_(.+)$|^(.+)_(?:x|images?)$/i;
const LABELS = /^(?:y|labels?)$|^(?:y|labels?)_(.+)$|^(.+)_(?:y|labels?)$/i;

async function pairsInNpz({ name, path }: NamedFile, text: BytesAsText | undefined): Promise<ArrayPair[]> {
  const budget = ExpansionBudget.ofMemory(name, (await stat(path)).size);
  const isWanted = (array: string) => IMAGES.test(array) || LABELS.test(array);
  const { arrays, names } = await readNpz(name, path, isWanted, budget, text);
  const pairs = [...arrays].flatMap(([array, images]) => {
    const part = partIn(IMAGES, array);
    if (part === undefined) return [];
    const labels = [...arrays].find(([other]) => partIn(LABELS, other) === part)?.[1];
    return [{ part: partOf(part || array), images: counted(arrayPixels(images), budget), labels }];
  });
  if (pairs.length === 0) throw arraysMissing([name], 'x and y, or x_train and y_train', names);
  return pairs;
}

/** Returns the part in the name of an array, empty if it has none; undefined if the name does not match. */
function partIn(pattern: RegExp, name: string): string | undefined {
  const found = pattern.exec(name);
  return found ? (found[1] ?? found[2] ?? '').toLowerCase() : undefined;
}

/** MNIST calls its test images t10k. */
const partOf = (name: string) =>
  name === 't10k' ? 'test' : (/(?:^|[-._])(train|test)$/i.exec(name)?.[1].toLowerCase() ?? name);
