import { createRequire } from 'node:module';

type Crc32c = (bytes: Uint8Array) => number;

/** Number of bytes up to which calling native code costs more than it saves, about 100 ns. */
const SHORT = 160;

/** Castagnoli's polynomial with its bits reversed. */
const POLYNOMIAL = 0x82f63b78;

/** `[8]`: the effect of a byte on the checksum if 0 .. 7 bytes follow it. */
const TABLES = slicingTables();
const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES;

/** Returns the CRC-32C (RFC 3720, appendix B.4) of a part of an array, as a 32-bit integer that may be negative. */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  if (end - start <= SHORT || !native) return slicing(bytes, start, end);
  return native(bytes.subarray(start, end)) | 0;
}

/**
 * Returns the checksum as TFRecord files store it: rotated by 15 bits and shifted by a constant, because a CRC of data that contains its own
 * CRC is weak.
 */
export function maskedCrc32c(bytes: Uint8Array, start: number, end: number): number {
  const crc = crc32c(bytes, start, end);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) | 0;
}

/** Computes the checksum in JavaScript, eight bytes at a time: 1 GB/s, where native code has 13 GB/s. */
export function slicing(bytes: Uint8Array, start: number, end: number): number {
  let crc = -1;
  let at = start;
  for (const last = end - 8; at <= last; at += 8) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    crc =
      T7[crc & 255] ^
      T6[(crc >>> 8) & 255] ^
      T5[(crc >>> 16) & 255] ^
      T4[crc >>> 24] ^
      T3[bytes[at + 4]] ^
      T2[bytes[at + 5]] ^
      T1[bytes[at + 6]] ^
      T0[bytes[at + 7]];
  }
  for (; at < end; at += 1) crc = T0[(crc ^ bytes[at]) & 255] ^ (crc >>> 8);
  return ~crc;
}

function slicingTables(): readonly Int32Array[] {
  const tables = Array.from({ length: 8 }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[0][byte] = crc;
  }
  for (let table = 1; table < 8; table += 1) {
    for (let byte = 0; byte < 256; byte += 1) {
      const before = tables[table - 1][byte];
      tables[table][byte] = (before >>> 8) ^ tables[0][before & 255];
    }
  }
  return tables;
}

/** Undefined if the package has no binary for this machine: then JavaScript computes all checksums. */
const native = loadNative();

function loadNative(): Crc32c | undefined {
  try {
    return (createRequire(import.meta.url)('@node-rs/crc32') as { crc32c: Crc32c }).crc32c;
  } catch {
    return undefined;
  }
}
