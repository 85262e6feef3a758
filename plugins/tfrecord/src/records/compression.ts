import { open } from 'node:fs/promises';
import { HEADER } from './frame-record.js';
import { lengthAt } from './scan-records.js';

export const COMPRESSIONS = ['none', 'gzip', 'zlib'] as const;

/** TensorFlow's `""`, `"GZIP"` and `"ZLIB"`. */
export type Compression = (typeof COMPRESSIONS)[number];

/**
 * Detects the compression of a file by its first bytes. A length with its valid checksum means an uncompressed file, whatever else these bytes
 * could mean; so do unknown bytes.
 */
export async function detectCompression(path: string): Promise<Compression> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEADER), 0, HEADER, 0);
    if (bytesRead === HEADER && lengthAt(buffer, 0) >= 0) return 'none';
    if (bytesRead < 2) return 'none';
    if (buffer[0] === 0x1f && buffer[1] === 0x8b) return 'gzip';
    // RFC 1950: deflate with a window of up to 32 KiB, and the two bytes together a multiple of 31.
    const isZlib = (buffer[0] & 0x0f) === 8 && buffer[0] >> 4 <= 7 && buffer.readUInt16BE(0) % 31 === 0;
    return isZlib ? 'zlib' : 'none';
  } finally {
    await file.close();
  }
}
