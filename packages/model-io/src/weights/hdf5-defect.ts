import { open } from 'node:fs/promises';
import { hasEndlessHeap } from './endless-heap.js';

const SIGNATURE = '\x89HDF\r\n\x1a\n';
/** Offset of the file length in each superblock version (HDF5 File Format Specification, II.A). */
const LENGTH_OFFSETS: Readonly<Record<number, number>> = { 0: 40, 1: 44, 2: 28, 3: 28 };

/**
 * Returns why a file cannot be read as HDF5: another format, truncated, or damaged so that the HDF5 library would loop
 * endlessly. Undefined if it seems intact.
 */
export async function hdf5Defect(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(64);
    const { bytesRead } = await file.read(start, 0, start.length, 0);
    if (start.subarray(0, 8).toString('latin1') !== SIGNATURE) return 'it does not begin with the HDF5 signature';
    if (bytesRead < start.length) return `it is truncated: ${bytesRead} bytes`;
    const at = LENGTH_OFFSETS[start[8]];
    if (at === undefined) return `its superblock has the version ${start[8]}, expected 0 to 3`;
    const { size } = await file.stat();
    const expected = start.readBigUInt64LE(at);
    if (BigInt(size) < expected) return `it is truncated: ${size} bytes, expected ${expected}`;
    return (await hasEndlessHeap(file, size)) ? 'its heap of names or strings is damaged' : undefined;
  } finally {
    await file.close();
  }
}
