import { open } from 'node:fs/promises';
import { hasEndlessHeap } from './heap-flaw.js';

const SIGNATURE = '\x89HDF\r\n\x1a\n';
/** Where the superblock of each version says how long the file is (HDF5 File Format Specification, II.A). */
const LENGTH_AT: Readonly<Record<number, number>> = { 0: 40, 1: 44, 2: 28, 3: 28 };

/**
 * What is wrong with a file that should be HDF5: another kind, or cut short, or damaged such that
 * the HDF5 library would not come to an end. Undefined when it seems whole.
 */
export async function hdf5Flaw(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(64);
    const { bytesRead } = await file.read(start, 0, start.length, 0);
    if (start.subarray(0, 8).toString('latin1') !== SIGNATURE) return 'it does not begin with the mark of HDF5';
    if (bytesRead < start.length) return `it is cut short: ${bytesRead} bytes`;
    const at = LENGTH_AT[start[8]];
    if (at === undefined) return `its superblock has the version ${start[8]}, expected 0 to 3`;
    const { size } = await file.stat();
    const expected = start.readBigUInt64LE(at);
    if (BigInt(size) < expected) return `it is cut short: ${size} bytes, expected ${expected}`;
    return (await hasEndlessHeap(file, size)) ? 'its heap of names or texts is damaged' : undefined;
  } finally {
    await file.close();
  }
}
