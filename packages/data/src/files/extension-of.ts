import { posix } from 'node:path';

/**
 * Returns the extension of a path in lower case, with its dot; empty where there is none. A number behind a dot, as in
 * `alt.atheism.51119`, is no extension.
 */
export function extensionOf(path: string): string {
  const extension = posix.extname(path).toLowerCase();
  return /^\.\d*$/.test(extension) ? '' : extension;
}
