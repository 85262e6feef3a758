import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { constants, gunzipSync } from 'node:zlib';
import {
  arrayDamaged,
  ExpansionBudget,
  elementsOf,
  type NumberArray,
  numberArray,
  unpackStream,
} from '@expgraph/data/formats';
import { ExpgraphError } from '@expgraph/sdk';

/** NumPy's names of the data types, by their code in the third byte. */
const TYPES: Readonly<Record<number, string>> = { 8: 'u1', 9: 'i1', 11: 'i2', 12: 'i4', 13: 'f4', 14: 'f8' };

interface Header {
  readonly type: string;
  readonly shape: readonly number[];
  /** Offset of the first value. */
  readonly start: number;
}

/**
 * Reads an idx file (LeCun's format of MNIST), with or without gzip compression: two zero bytes, the type, the number of axes, the size of
 * each axis, then the values in big-endian order.
 * @throws ExperimentError with the offset of the error in the decompressed file
 */
export async function readIdx(name: string, path: string): Promise<NumberArray> {
  const file = await readFile(path);
  const isPacked = file[0] === 0x1f && file[1] === 0x8b;
  const bytes = isPacked ? await unpack(name, file) : file;
  return numberArray(name, { bytes, ...readHeader(name, bytes) }, 'big');
}

function readHeader(name: string, bytes: Buffer): Header {
  if (bytes.length < 4) throw arrayDamaged(name, 0, `it has ${bytes.length} bytes, fewer than an idx header`);
  if (bytes.readUInt16BE(0) !== 0) throw arrayDamaged(name, 0, `${hex(bytes.subarray(0, 2))}, expected 00 00`);
  const type = TYPES[bytes[2]];
  if (!type) throw arrayDamaged(name, 2, `the type is ${hex(bytes.subarray(2, 3))}, expected 08, 09, 0b, 0c, 0d or 0e`);
  const start = 4 + bytes[3] * 4;
  if (bytes.length < start) throw arrayDamaged(name, 4, `it ends within the sizes of its ${bytes[3]} axes`);
  const shape = Array.from({ length: bytes[3] }, (_, axis) => bytes.readUInt32BE(4 + axis * 4));
  return { type, shape, start };
}

/** Decompresses at most as many bytes as the header declares: a small file may contain gigabytes of zeros. */
async function unpack(name: string, file: Buffer): Promise<Buffer> {
  const { type, shape, start } = readHeader(name, beginning(name, file));
  const expected = start + elementsOf(shape) * Number(type.slice(1));
  const budget = ExpansionBudget.ofMemory(name, file.length);
  budget.claim(expected);
  const bytes = Buffer.allocUnsafeSlow(expected + SPARE);
  let length = 0;
  try {
    for await (const chunk of unpackStream(Readable.from([file]), 'gzip', budget)) {
      length += chunk.copy(bytes, length);
      if (length > expected) break;
    }
  } catch (error) {
    if (ExpgraphError.is(error)) throw error;
    throw arrayDamaged(name, length, `gzip says "${(error as Error).message}"`);
  }
  return bytes.subarray(0, length);
}

/** One more byte than expected, to detect files that are too long. */
const SPARE = 1;

function beginning(name: string, file: Buffer): Buffer {
  try {
    return gunzipSync(file.subarray(0, 4096), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw arrayDamaged(name, 0, `gzip says "${(error as Error).message}"`);
  }
}

const hex = (bytes: Buffer) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
