import type { FileHandle } from 'node:fs/promises';

const CHUNK = 4 << 20;
/** Maximum size of the header of a heap or an object in bytes. */
const HEADER = 32;
/** End marker of a local heap's free list. */
const END = 1n;

/** Kinds of heaps in HDF5 files: signature with version, location of the content, and a check for endless loops. */
const HEAPS: readonly { mark: Buffer; loops(bytes: Buffer, header: Buffer): boolean; place(header: Buffer): Place }[] =
  [
    {
      // Names in a group: HDF5 File Format Specification, III.D.
      mark: Buffer.from('HEAP\0', 'latin1'),
      place: (header) => ({ start: header.readBigUInt64LE(24), length: header.readBigUInt64LE(8) }),
      loops: freeListLoops,
    },
    {
      // Strings of attributes: III.E.
      mark: Buffer.from('GCOL\x01', 'latin1'),
      place: (header) => ({ length: header.readBigUInt64LE(8) }),
      loops: collectionLoops,
    },
  ];

/** Location of a heap's content; without `start`, it begins at the header. */
interface Place {
  readonly start?: bigint;
  readonly length: bigint;
}

/** Returns whether a heap of an HDF5 file is damaged so that the HDF5 library would loop endlessly. */
export async function hasEndlessHeap(file: FileHandle, size: number): Promise<boolean> {
  const chunk = Buffer.alloc(Math.min(CHUNK, size) + HEADER);
  for (let start = 0; start < size; start += CHUNK) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, start);
    const read = chunk.subarray(0, bytesRead);
    for (const { mark, place, loops } of HEAPS) {
      for (let at = read.indexOf(mark); at >= 0 && at + HEADER <= bytesRead; at = read.indexOf(mark, at + 1)) {
        const header = read.subarray(at, at + HEADER);
        const { start: from = BigInt(start + at), length } = place(header);
        // Otherwise these are bytes of a weight that look like a heap, or the library rejects the heap.
        if (from + length > BigInt(size)) continue;
        const bytes = Buffer.alloc(Number(length));
        await file.read(bytes, 0, bytes.length, Number(from));
        if (loops(bytes, header)) return true;
      }
    }
  }
  return false;
}

/** Each free block starts with the offset of the next one. */
function freeListLoops(blocks: Buffer, header: Buffer): boolean {
  let block = header.readBigUInt64LE(16);
  for (let steps = 0; steps <= blocks.length / 16; steps += 1) {
    if (block === END || block + 8n > BigInt(blocks.length)) return false;
    block = blocks.readBigUInt64LE(Number(block));
  }
  return true;
}

/**
 * Objects are stored consecutively: number, references, size, and content padded to a multiple of 8 bytes. Number 0 is
 * free space.
 */
function collectionLoops(collection: Buffer): boolean {
  for (let at = 16; at + 16 <= collection.length; ) {
    const size = collection.readBigUInt64LE(at + 8);
    const taken = collection.readUInt16LE(at) === 0 ? size : 16n + ((size + 7n) & ~7n);
    // The library's sum overflows to zero for very large sizes.
    if (taken === 0n || taken > BigInt(collection.length - at)) return true;
    at += Number(taken);
  }
  return false;
}
