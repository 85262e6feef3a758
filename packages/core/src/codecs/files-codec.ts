import { copyFile, link, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Codec, Files } from '@expgraph/sdk';

/**
 * Stores files under their names. They are hard-linked if the file system can, since the node has already written them into the
 * store and nothing modifies them there.
 */
export const filesCodec: Codec<Files> = {
  async encode(files, folder) {
    for (const [name, path] of files) {
      const target = join(folder, encodeURIComponent(name));
      // Resolve symbolic links first: a hard link to one would break when its target is removed.
      await link(await realpath(path), target).catch(() => copyFile(path, target));
    }
  },
  async decode(folder) {
    const entries = (await readdir(folder)).sort();
    return new Map(entries.map((entry) => [decodeURIComponent(entry), join(folder, entry)]));
  },
};
