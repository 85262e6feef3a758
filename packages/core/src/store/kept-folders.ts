import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeFolders } from '@expgraph/sdk';
import { syncFolder, syncTree } from './durable.js';
import type { Store } from './store.js';

/** No entry of `KeptFiles` is called so, since they encode the "@". */
const FOLDERS = '@folders';

/** Folders of one node, beside what it keeps: in the work folder until the node is done, then with its artifact. */
export class KeptFolders extends NodeFolders {
  private readonly folder: string;

  constructor(store: Store, fingerprint: string) {
    super();
    this.folder = join(store.work(fingerprint), FOLDERS);
  }

  async write(name: string, fill: (folder: string) => Promise<void>): Promise<void> {
    const write = () => this.replace(join(this.folder, encodeURIComponent(name)), fill);
    // Another process may finish the same node, and take the work folder away meanwhile.
    await write().catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? write() : Promise.reject(error)));
  }

  /**
   * A kill between the two steps leaves none of this name: whoever goes on from the checkpoint before it writes it again.
   * The temporary name is one that is not taken for content.
   */
  private async replace(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
    const temporary = `${target}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
    await mkdir(temporary, { recursive: true });
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

/** Copies the folders of a finished node to below `target`. Gives the path of each copy, by name. */
export async function copyFolders(store: Store, fingerprint: string, target: string): Promise<Map<string, string>> {
  const folder = join(store.artifact(fingerprint), 'kept', FOLDERS);
  const copies = new Map<string, string>();
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const copy = join(target, name);
    await cp(join(folder, name), copy, { recursive: true });
    copies.set(decodeURIComponent(name), copy);
  }
  return copies;
}
