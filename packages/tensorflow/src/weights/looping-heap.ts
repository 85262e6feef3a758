import type { FileHandle } from 'node:fs/promises';

const SIGNATURE = Buffer.from('HEAP\0', 'latin1');
const HEADER = 32;
const CHUNK = 4 << 20;
/** Where the list of free blocks ends. */
const END = 1n;

/**
 * Whether a local heap of an HDF5 file (which holds the names in a group) has a list of free blocks that leads into itself: the HDF5
 * library follows it for ever. HDF5 File Format Specification, III.D.
 */
export async function hasLoopingHeap(file: FileHandle, size: number): Promise<boolean> {
  const chunk = Buffer.alloc(Math.min(CHUNK, size) + HEADER);
  for (let start = 0; start < size; start += CHUNK) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, start);
    const read = chunk.subarray(0, bytesRead);
    for (let at = read.indexOf(SIGNATURE); at >= 0 && at + HEADER <= bytesRead; at = read.indexOf(SIGNATURE, at + 1)) {
      if (await loops(file, size, read.subarray(at, at + HEADER))) return true;
    }
  }
  return false;
}

async function loops(file: FileHandle, size: number, header: Buffer): Promise<boolean> {
  const [length, first, address] = [8, 16, 24].map((at) => header.readBigUInt64LE(at));
  // Else they are numbers of a weight that look like a heap, or the library refuses it.
  if (address + length > BigInt(size) || first >= length) return false;
  const blocks = Buffer.alloc(Number(length));
  await file.read(blocks, 0, blocks.length, Number(address));
  const most = blocks.length / 16;
  let block = first;
  for (let steps = 0; steps <= most; steps += 1) {
    if (block === END || block + 8n > length) return false;
    block = blocks.readBigUInt64LE(Number(block));
  }
  return true;
}
