import { copyFile, link, readdir, realpath } from 'node:fs/promises';
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
      // A link to a link would be one too, of which nothing is known when what it leads to has gone.
      await link(await realpath(path), target).catch(() => copyFile(path, target));
    }
  },
  async decode(folder) {
    const entries = (await readdir(folder)).sort();
    return new Map(entries.map((entry) => [decodeURIComponent(entry), join(folder, entry)]));
  },
};
