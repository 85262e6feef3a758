import { arrayDamaged, arrayType, fortranOrder } from './array-messages.js';
import { type DecodeOptions, decodeText } from './decode-text.js';
import type { ExpansionBudget } from './expansion-budget.js';
import { checkLength, elementsOf, isNumberType, type NumberArray, numberArray } from './number-array.js';
import { readNumpyObjects } from './numpy-objects.js';

const MAGIC = '\x93NUMPY';
/** numpy's own limits: bytes of a header, and axes. */
const [LONGEST_HEADER, MOST_AXES] = [10_000, 64];

/** How to decode byte strings, see `decodeText`. */
export type BytesAsText = Pick<DecodeOptions, 'encoding' | 'encodingAt'>;

/** An array in numpy's format: numbers, strings, or Python objects. */
export interface NpyArray extends NumberArray {
  /** Elements of an array of Python objects, which has no values: lists and integers. */
  readonly objects?: readonly unknown[];
}

interface Content {
  readonly bytes: Buffer;
  readonly start: number;
  readonly type: string;
  readonly shape: readonly number[];
}

/**
 * Reads an array in numpy's format (`.npy`, versions 1 to 3): numbers of one type, strings, or lists of integers.
 * @param bytes The file, whose memory the array takes over.
 * @param text How to decode byte strings (`S`). Default: UTF-8.
 * @throws ExperimentError with the offset of the fault
 */
export function readNpy(name: string, bytes: Buffer, budget: ExpansionBudget, text: BytesAsText = {}): NpyArray {
  if (bytes.toString('latin1', 0, 6) !== MAGIC || bytes.length < 12)
    throw arrayDamaged(name, 0, 'it is not a .npy file');
  const wide = bytes[6] > 1;
  const length = wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  const begin = wide ? 12 : 10;
  const start = begin + length;
  if (length > LONGEST_HEADER)
    throw arrayDamaged(name, 8, `the header has ${length} bytes, expected at most ${LONGEST_HEADER}`);
  if (start > bytes.length)
    throw arrayDamaged(name, 8, `the header would end at ${start}, the file ends at ${bytes.length}`);
  const header = bytes.toString('latin1', begin, start);
  const shape = shapeIn(header);
  if (!shape) throw arrayDamaged(name, 10, 'the header has no shape');
  if (shape.length > MOST_AXES)
    throw arrayDamaged(name, 10, `found ${shape.length} axes, expected at most ${MOST_AXES}`);
  if (/'descr':\s*'\|O'/.test(header)) return objectArray(name, { bytes, start, type: 'O', shape }, budget);
  const [, order, type] = /'descr':\s*'([<>|=]?)([a-zA-Z]\d+)'/.exec(header) ?? [];
  if (type === undefined) throw arrayType(name, /'descr':\s*(.{1,40})/.exec(header)?.[1] ?? 'missing');
  if (/'fortran_order':\s*True/.test(header) && shape.length > 1) throw fortranOrder(name);
  if (isNumberType(type)) return numberArray(name, { bytes, start, type, shape }, order === '>' ? 'big' : 'little');
  if (!/^[US][1-9]\d*$/.test(type)) throw arrayType(name, `'${order}${type}'`);
  const content = { bytes, start, type, shape };
  return type.startsWith('U')
    ? codePoints(name, content, order === '>', budget)
    : byteTexts(name, content, budget, text);
}

function shapeIn(header: string): number[] | undefined {
  const [, sizes] = /'shape':\s*\(([\d\s,]*)\)/.exec(header) ?? [];
  return sizes
    ?.split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
}

function objectArray(name: string, { bytes, start, shape }: Content, budget: ExpansionBudget): NpyArray {
  const objects = readNumpyObjects(name, bytes.subarray(start), start, budget);
  const expected = elementsOf(shape);
  if (objects.length !== expected)
    throw arrayDamaged(name, start, `found ${objects.length} objects, expected ${expected} from the header`);
  return { name, shape, values: [], objects };
}

/** Bytes of memory of a short string. */
const TEXT_BYTES = 32;

/** Reads strings of the same length, with code points of four bytes (`U`). */
function codePoints(name: string, content: Content, bigEndian: boolean, budget: ExpansionBudget): NpyArray {
  const characters = Number(content.type.slice(1));
  const values = eachCell(name, content, characters * 4, budget, (cell, _, at) => {
    const codes = Uint32Array.from({ length: characters }, (_, index) =>
      bigEndian ? cell.readUInt32BE(index * 4) : cell.readUInt32LE(index * 4),
    );
    const invalid = codes.findIndex((value) => value > 0x10ffff);
    if (invalid >= 0) throw arrayDamaged(name, at + invalid * 4, 'it is not a valid character');
    return trimmed(textOf(codes));
  });
  return { name, shape: content.shape, values };
}

/** Reads byte strings of the same length (`S`), whose encoding numpy does not store. */
function byteTexts(name: string, content: Content, budget: ExpansionBudget, text: BytesAsText): NpyArray {
  const values = eachCell(name, content, Number(content.type.slice(1)), budget, (cell, index) => {
    const end = cell.findLastIndex((byte) => byte !== 0) + 1;
    return decodeText(cell.subarray(0, end), { ...text, file: `${name}[${index}]` });
  });
  return { name, shape: content.shape, values };
}

/** Calls `read` with the bytes of each string, which are padded with zeros, its index, and its offset. */
function eachCell(
  name: string,
  { bytes, start, type, shape }: Content,
  size: number,
  budget: ExpansionBudget,
  read: (cell: Buffer, index: number, at: number) => string,
): string[] {
  const count = elementsOf(shape);
  checkLength(name, bytes, start, count * size);
  budget.enter(count);
  budget.spend(count * (TEXT_BYTES + 2 * Number(type.slice(1))));
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return read(bytes.subarray(at, at + size), index, at);
  });
}

/** Number of characters that fit on the stack as arguments. */
const PIECE = 4096;

function textOf(codes: Uint32Array): string {
  if (codes.length <= PIECE) return String.fromCodePoint(...codes);
  const pieces: string[] = [];
  for (let at = 0; at < codes.length; at += PIECE) pieces.push(String.fromCodePoint(...codes.subarray(at, at + PIECE)));
  return pieces.join('');
}

/** Returns a text without trailing zeros. A regular expression would take quadratic time if other characters follow zeros. */
function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return text.slice(0, end);
}
