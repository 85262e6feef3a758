import { readFile } from 'node:fs/promises';
import { type DecodeOptions, decodeText } from './decode-text.js';

/** Reads a text file. @throws ExperimentError at bytes that are not valid in its encoding, like `decodeText` */
export async function readText(path: string, options: DecodeOptions): Promise<string> {
  return decodeText(await readFile(path), options);
}
