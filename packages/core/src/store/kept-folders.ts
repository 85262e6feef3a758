import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@expgraph/data/files';
import { NodeFolders } from '@expgraph/sdk';
import { syncFolder, syncTree } from './durable.js';

/** No entry of `KeptFiles` is called so, since they encode the "@". */
export const FOLDERS = '@folders';

/** Folders of one node, beside what it keeps: in the work folder until the node is done, then with its artifact. */
export class KeptFolders extends NodeFolders {
  private readonly folder: string;

  constructor(work: string) {
    super();
    this.folder = join(work, FOLDERS);
  }

  async write(name: string, fill: (folder: string) => Promise<void>): Promise<void> {
    // A kill between removing and renaming leaves none of this name: whoever goes on from the checkpoint before writes it again.
    // The temporary name is one that is not taken for content.
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
