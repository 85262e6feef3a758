import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@expgraph/data/files';
import { NodeFolders } from '@expgraph/sdk';
import { syncFolder, syncTree } from './durable.js';

/** No entry of `KeptFiles` has this name, since they encode the "@". */
export const FOLDERS = '@folders';

/** Folders of a node: in the work folder until the node is finished, then with its artifact. */
export class KeptFolders extends NodeFolders {
  private readonly folder: string;

  constructor(work: string) {
    super();
    this.folder = join(work, FOLDERS);
  }

  async write(name: string, fill: (folder: string) => Promise<void>): Promise<void> {
    // After a kill between the removal and the rename, the resumed run writes the folder again from its checkpoint.
    // The temporary name is not listed as content.
    const target = join(this.folder, encodeURIComponent(name));
    const temporary = `${target}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
    await makeFolder(temporary);
    try {
      await fill(temporary);
      await syncTree(temporary);
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
      await syncFolder(this.folder);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }
}
