import { maskedCrc32c } from './crc32c.js';

/** Bytes before the data of a record: its length, a little-endian uint64, and the masked CRC-32C of that. */
export const HEADER = 12;

/** Bytes after the data: their masked CRC-32C. */
export const FOOTER = 4;

/** Puts a record's data with their frame into `target` at `at`; returns where they end: HEADER + FOOTER bytes further. */
export function frameRecord(data: Uint8Array, target: Buffer, at: number): number {
  target.writeUInt32LE(data.length, at);
  target.writeUInt32LE(0, at + 4);
  target.writeInt32LE(maskedCrc32c(target, at, at + 8), at + 8);
  target.set(data, at + HEADER);
  const end = at + HEADER + data.length;
  return target.writeInt32LE(maskedCrc32c(data, 0, data.length), end);
}
