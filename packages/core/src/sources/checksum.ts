import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The published checksum of a file. Some publishers give only MD5. */
export interface Checksum {
  readonly algorithm: 'sha256' | 'md5';
  /** Lower-case hex digits. */
  readonly hex: string;
}

const DIGITS = { sha256: 64, md5: 32 } as const;

/** Parses `sha256=<64 hex digits>` or `md5=<32 hex digits>`; returns undefined for other text. */
export function parseChecksum(text: string): Checksum | undefined {
  const [, algorithm, hex] = /^(sha256|md5)=([0-9a-f]+)$/i.exec(text) ?? [];
  const known = algorithm?.toLowerCase() as Checksum['algorithm'] | undefined;
  return known && hex.length === DIGITS[known] ? { algorithm: known, hex: hex.toLowerCase() } : undefined;
}

/** Returns the digest of a file, in hex. */
export async function digestOfFile(path: string, algorithm: Checksum['algorithm']): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
