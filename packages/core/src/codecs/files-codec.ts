import { copyFile, link, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Codec, Files } from '@expgraph/sdk';

/**
 * Files under their names. They are linked rather than copied where the file system can: the node has written them into the
 * store already, and nobody changes them.
 */
export const filesCodec: Codec<Files> = {
  async encode(files, folder) {
    for (const [name, path] of files) {
      const target = join(folder, encodeURIComponent(name));
      await link(path, target).catch(() => copyFile(path, target));
    }
  },
  async decode(folder) {
    const entries = (await readdir(folder)).sort();
    return new Map(entries.map((entry) => [decodeURIComponent(entry), join(folder, entry)]));
  },
};
