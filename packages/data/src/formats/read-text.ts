import { readFile } from 'node:fs/promises';
import { type DecodeOptions, decodeText } from './decode-text.js';

/** Reads a file of text. @throws at bytes that are not valid in its encoding, as `decodeText` does */
export async function readText(path: string, options: DecodeOptions): Promise<string> {
  return decodeText(await readFile(path), options);
}
