import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type LockOptions, makeFolder, withLock } from '@expgraph/data/files';
import { SharedFiles } from '@expgraph/sdk';
import { exists, syncFolder } from './durable.js';
import type { Store } from './store.js';
import { withTemporaryFolder } from './temporary-folder.js';

/** Files that this process is creating, so that two nodes do not create the same one. */
const underWay = new Map<string, Promise<string>>();

/** Shared files in the store. If several processes need the same file, one creates it and the others wait. */
export class StoreFiles extends SharedFiles {
  constructor(
    private readonly store: Store,
    private readonly options: LockOptions = {},
  ) {
    super();
  }

  async make(name: string, write: (path: string) => Promise<void>): Promise<string> {
    const path = this.store.shared(name);
    const present = underWay.get(path);
    // The failure may concern only the other node, for example Ctrl-C: create the file here.
    if (present) return present.catch(() => this.make(name, write));
    const made = this.makeOnce(name, write).finally(() => underWay.delete(path));
    underWay.set(path, made);
    return made;
  }

  private async makeOnce(name: string, write: (path: string) => Promise<void>): Promise<string> {
    const path = this.store.shared(name);
    if (await exists(path)) return path;
    const key = createHash('sha256').update(name).digest('hex').slice(0, 32);
    await withLock(this.store.lock(`shared-${key}`), this.options, async () => {
      if (await exists(path)) return;
      await withTemporaryFolder(this.store.temporary, async (folder) => {
        const temporary = join(folder, 'file');
        await write(temporary);
        const file = await open(temporary, 'r+');
        await file.sync().finally(() => file.close());
        await makeFolder(dirname(path));
        await rename(temporary, path);
        await syncFolder(dirname(path));
      });
    });
    return path;
  }
}
