import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SharedFiles } from '@expgraph/sdk';
import { exists, syncFolder } from './durable.js';
import type { Store } from './store.js';

/** Files under way in this process, so that two nodes do not make the same one. */
const underWay = new Map<string, Promise<string>>();

/** Shared files in the store. Of two processes that make the same file, the one that is done last has it. */
export class StoreFiles extends SharedFiles {
  constructor(private readonly store: Store) {
    super();
  }

  async make(name: string, write: (path: string) => Promise<void>): Promise<string> {
    const path = this.store.shared(name);
    const present = underWay.get(path);
    // The other's failure may be its own, a Ctrl-C for example: then it is made here.
    if (present) return present.catch(() => this.make(name, write));
    const made = this.makeOnce(path, write).finally(() => underWay.delete(path));
    underWay.set(path, made);
    return made;
  }

  private async makeOnce(path: string, write: (path: string) => Promise<void>): Promise<string> {
    if (await exists(path)) return path;
    await mkdir(this.store.temporary, { recursive: true });
    const folder = await mkdtemp(join(this.store.temporary, `${process.pid}-`));
    try {
      const temporary = join(folder, 'file');
      await write(temporary);
      const file = await open(temporary, 'r+');
      await file.sync().finally(() => file.close());
      await mkdir(dirname(path), { recursive: true });
      await rename(temporary, path);
      await syncFolder(dirname(path));
      return path;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
