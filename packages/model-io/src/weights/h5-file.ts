import { stat } from 'node:fs/promises';
import type { ExpansionBudget } from '@expgraph/data/formats';
import { ExpgraphError } from '@expgraph/sdk';
import { hdf5Defect } from './hdf5-defect.js';
import { hdf5Failed, hdf5Library } from './hdf5-library.js';
import { notH5 } from './messages.js';
import { sizeOf, type Weight } from './named-weights.js';

/** The parts of h5wasm's groups that this package uses. */
export interface H5Group {
  get(path: string): unknown;
  keys(): string[];
  readonly attrs: Readonly<Record<string, H5Attribute | undefined>>;
}
interface H5Attribute {
  readonly metadata: { readonly size: number; readonly total_size: number };
  readonly value: unknown;
}
interface H5Dataset {
  readonly metadata: { readonly type: number; readonly size: number; readonly chunks: unknown };
  readonly shape: readonly number[];
  readonly value: unknown;
}

/** HDF5 type classes of numbers. */
const [INTEGER, FLOAT] = [0, 1];

/** Limits on the sizes that a file may declare. */
export interface H5Bounds {
  /** Size of the file in bytes. */
  readonly fileSize: number;
  /** Limits the total size of all weights: several names can refer to the same data. */
  readonly budget: ExpansionBudget;
}

/**
 * Opens an HDF5 file, calls `read` with its root and closes it.
 * @throws ExperimentError if the file is damaged or in another format.
 */
export async function withH5<Result>(
  path: string,
  source: string,
  budget: ExpansionBudget,
  read: (root: H5Group, bounds: H5Bounds) => Result,
): Promise<Result> {
  const flaw = await hdf5Defect(path);
  if (flaw) throw notH5(source, flaw);
  const [{ size }, { File }] = await Promise.all([stat(path), hdf5Library(path)]);
  let file: (H5Group & { close(): void }) | undefined;
  try {
    file = new File(path, 'r') as unknown as H5Group & { close(): void };
    return read(file, { fileSize: size, budget });
  } catch (error) {
    if (ExpgraphError.is(error)) throw error;
    hdf5Failed(path, error);
    throw notH5(source, reasonOf(error));
  } finally {
    close(file, path);
  }
}

function close(file: { close(): void } | undefined, path: string): void {
  try {
    file?.close();
  } catch (error) {
    hdf5Failed(path, error);
  }
}

/** The library's error is a stack of attempted operations; the last line is the cause. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return [...text.matchAll(/ in \w+\(\): (.+)$/gm)].at(-1)?.[1] ?? text;
}

/** Returns the group with a name; undefined if there is none or it is not a group. */
export function groupIn(parent: H5Group, name: string): H5Group | undefined {
  const found = parent.get(name);
  return found && typeof (found as H5Group).keys === 'function' ? (found as H5Group) : undefined;
}

/**
 * Reads a weight as float32, converting float64 and integers.
 * @param bounds Upper limits of the size, which a damaged file may exceed.
 */
export function readH5Weight(group: H5Group, name: string, { fileSize, budget }: H5Bounds): Weight {
  const dataset = group.get(name) as H5Dataset | null;
  if (!dataset?.metadata || !dataset.shape) throw new Error(`"${name}" is missing`);
  const { shape, metadata } = dataset;
  if (metadata.type !== FLOAT && metadata.type !== INTEGER) throw new Error(`"${name}" is not numeric`);
  if (metadata.type === FLOAT && metadata.size < 4)
    throw new Error(`"${name}" is float${metadata.size * 8}, expected float32`);
  const bytes = sizeOf(shape) * metadata.size;
  if (!metadata.chunks && bytes > fileSize) throw new Error(`"${name}" is larger than the file`);
  budget.spend(Math.max(bytes, sizeOf(shape) * 4));
  const values = float32(dataset.value);
  if (values.length !== sizeOf(shape))
    throw new Error(`"${name}" has ${values.length} values, expected ${sizeOf(shape)}`);
  return { shape, values };
}

function float32(value: unknown): Float32Array {
  if (value instanceof Float32Array) return value;
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float32Array.from(value, Number);
  if (ArrayBuffer.isView(value)) return new Float32Array(value as unknown as ArrayLike<number>);
  return Float32Array.of(Number(value));
}

/** Reads a list of names, which Keras splits over several attributes if it is long. */
export function namesIn(group: H5Group, attribute: string, bounds: H5Bounds): string[] | undefined {
  const { attrs } = group;
  if (attrs[attribute]) return listIn(attrs[attribute], bounds);
  const parts: string[] = [];
  for (let index = 0; ; index += 1) {
    const part = attrs[`${attribute}${index}`];
    if (!part) return index > 0 ? parts : undefined;
    for (const name of listIn(part, bounds)) parts.push(name);
  }
}

/** Reads the strings of an attribute. A damaged file may declare any size. */
function listIn(attribute: H5Attribute, { fileSize, budget }: H5Bounds): string[] {
  const { size, total_size: count } = attribute.metadata;
  if (size * count > fileSize) throw new Error('a list of names is larger than the file');
  budget.spend(size * count);
  const { value } = attribute;
  return typeof value === 'string' ? [value] : Array.from(value as ArrayLike<unknown>, String);
}

/** Reads a string attribute; undefined if there is none. */
export const textIn = (group: H5Group, attribute: string, bounds: H5Bounds): string | undefined =>
  group.attrs[attribute] && listIn(group.attrs[attribute], bounds)[0];

/**
 * Returns whether a group or weight is the state of a random generator (of dropout, for example), which is not a
 * weight.
 */
export const isRandomState = (name: string) => /(^|\/)seed_generator/.test(name);
