import type { FileHandle } from 'node:fs/promises';

const CHUNK = 4 << 20;
/** Most bytes that a heap's header or an object's has. */
const HEADER = 32;
/** Where the list of a local heap's free blocks ends. */
const END = 1n;

/** The heaps of an HDF5 file, by what each begins with (with the version), and whether the library would read one for ever. */
const HEAPS: readonly { mark: Buffer; loops(bytes: Buffer, header: Buffer): boolean; place(header: Buffer): Place }[] =
  [
    {
      // Names in a group. HDF5 File Format Specification, III.D.
      mark: Buffer.from('HEAP\0', 'latin1'),
      place: (header) => ({ start: header.readBigUInt64LE(24), length: header.readBigUInt64LE(8) }),
      loops: freeListLoops,
    },
    {
      // Texts of attributes. III.E
      mark: Buffer.from('GCOL\x01', 'latin1'),
      place: (header) => ({ length: header.readBigUInt64LE(8) }),
      loops: collectionLoops,
    },
  ];

/** The bytes that a heap's content takes; where no start is given, from its header on. */
interface Place {
  readonly start?: bigint;
  readonly length: bigint;
}

/** Whether a heap of an HDF5 file is damaged such that the HDF5 library would follow it for ever. */
export async function hasEndlessHeap(file: FileHandle, size: number): Promise<boolean> {
  const chunk = Buffer.alloc(Math.min(CHUNK, size) + HEADER);
  for (let start = 0; start < size; start += CHUNK) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, start);
    const read = chunk.subarray(0, bytesRead);
    for (const { mark, place, loops } of HEAPS) {
      for (let at = read.indexOf(mark); at >= 0 && at + HEADER <= bytesRead; at = read.indexOf(mark, at + 1)) {
        const header = read.subarray(at, at + HEADER);
        const { start: from = BigInt(start + at), length } = place(header);
        // Else they are numbers of a weight that look like a heap, or the library refuses it.
        if (from + length > BigInt(size)) continue;
        const bytes = Buffer.alloc(Number(length));
        await file.read(bytes, 0, bytes.length, Number(from));
        if (loops(bytes, header)) return true;
      }
    }
  }
  return false;
}

/** Each free block begins with where the next one is. */
function freeListLoops(blocks: Buffer, header: Buffer): boolean {
  let block = header.readBigUInt64LE(16);
  for (let steps = 0; steps <= blocks.length / 16; steps += 1) {
    if (block === END || block + 8n > BigInt(blocks.length)) return false;
    block = blocks.readBigUInt64LE(Number(block));
  }
  return true;
}

/** Objects stand one behind the other: number, references, size, and content up to a multiple of 8. That of number 0 is free space. */
function collectionLoops(collection: Buffer): boolean {
  for (let at = 16; at + 16 <= collection.length; ) {
    const size = collection.readBigUInt64LE(at + 8);
    const taken = collection.readUInt16LE(at) === 0 ? size : 16n + ((size + 7n) & ~7n);
    // The sum of a size that is far too large may come to nothing in the library.
    if (taken === 0n || taken > BigInt(collection.length - at)) return true;
    at += Number(taken);
  }
  return false;
}
