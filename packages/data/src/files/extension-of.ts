import { posix } from 'node:path';

/**
 * Returns the extension of a path in lower case, with its dot, or an empty string. A number after a dot, as in `alt.atheism.51119`, is not
 * an extension.
 */
export function extensionOf(path: string): string {
  const extension = posix.extname(path).toLowerCase();
  return /^\.\d*$/.test(extension) ? '' : extension;
}
