import { PickledObject, unpickle } from './unpickle.js';

const MAGIC = '\x93NUMPY';
/** By numpy 1 and numpy 2. */
const RECONSTRUCT = /^numpy\.(_?core)\.multiarray\._reconstruct$/;

/**
 * Reads an array of one dimension as numpy writes it (`.npy`): of whole numbers of 8 bytes, or of lists of numbers.
 * @throws Error, which says what is wrong
 */
export function readNpy(bytes: Buffer): unknown[] {
  if (bytes.toString('latin1', 0, 6) !== MAGIC || bytes.length < 12) throw new Error('it is no .npy file');
  const wide = bytes[6] > 1;
  const start = (wide ? 12 : 10) + (wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.toString('latin1', 10, start);
  const type = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const size = Number(/'shape':\s*\((\d+),\)/.exec(header)?.[1] ?? Number.NaN);
  if (Number.isNaN(size)) throw new Error('it has more than one dimension');
  if (type === '<i8') return wholeNumbers(bytes.subarray(start), size);
  if (type === '|O') return lists(bytes.subarray(start), size);
  throw new Error(`it is of the type ${type}, expected '<i8' or '|O'`);
}

function wholeNumbers(bytes: Buffer, size: number): number[] {
  if (bytes.length !== 8 * size) throw new Error(`it has ${bytes.length} bytes, expected ${8 * size}`);
  return Array.from({ length: size }, (_, index) => Number(bytes.readBigInt64LE(8 * index)));
}

/** An array of Python objects is pickled whole; its elements are the last of its state. */
function lists(bytes: Buffer, size: number): unknown[] {
  const array = unpickle(bytes);
  const state = array instanceof PickledObject && RECONSTRUCT.test(array.name) ? array.state : undefined;
  const elements: unknown = Array.isArray(state) ? state.at(-1) : undefined;
  if (!Array.isArray(elements) || elements.length !== size) throw new Error(`it is no array of ${size} objects`);
  return elements;
}
