import { maskedCrc32c } from './crc32c.js';

/** Bytes before the data of a record: its length, a little-endian uint64, and the masked CRC-32C of the length. */
export const HEADER = 12;

/** Bytes after the data: the masked CRC-32C of the data. */
export const FOOTER = 4;

/** Writes a record's data with their frame to `target` at `at`; returns the end: HEADER + FOOTER bytes after the data. */
export function frameRecord(data: Uint8Array, target: Buffer, at: number): number {
  target.writeUInt32LE(data.length, at);
  target.writeUInt32LE(0, at + 4);
  target.writeInt32LE(maskedCrc32c(target, at, at + 8), at + 8);
  target.set(data, at + HEADER);
  const end = at + HEADER + data.length;
  return target.writeInt32LE(maskedCrc32c(data, 0, data.length), end);
}
