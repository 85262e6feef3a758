import { basename } from 'node:path';

// biome-ignore lint/suspicious/noControlCharactersInRegex: an address may hold them, encoded.
const CONTROL = /[\u0000-\u001f\u007f]/g;

/** The last part of an address's path, as a file name. */
export function fileName(url: string): string {
  const { pathname } = new URL(url);
  return basename(decoded(pathname)).replaceAll(CONTROL, '_') || 'download';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
