import { basename } from 'node:path';

// biome-ignore lint/suspicious/noControlCharactersInRegex: a URL may contain them, encoded.
const CONTROL = /[\u0000-\u001f\u007f]/g;

/** Returns the last part of a URL's path, as a file name. */
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
