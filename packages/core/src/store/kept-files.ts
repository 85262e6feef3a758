import { createHash } from 'node:crypto';
import { cp, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ArtifactStore } from '@expgraph/sdk';
import { writeDurably } from './durable.js';
import type { Store } from './store.js';

const DIGEST_BYTES = 32;

/** The names that `writeDurably` gives until it renames. */
const HALF_WRITTEN = /\.\d+\.[a-z0-9]+\.tmp$/;

/**
 * What one node keeps under its fingerprint: in the work folder until the node is done, then with its artifact. Each entry
 * begins with the SHA-256 of the rest, so that a torn or flipped one counts as absent.
 */
export class KeptFiles extends ArtifactStore {
  private readonly folder: string;
  private readonly finished: string;

  constructor(store: Store, fingerprint: string) {
    super();
    this.folder = store.work(fingerprint);
    this.finished = join(store.artifact(fingerprint), 'kept');
  }

  async read(name: string): Promise<Buffer | undefined> {
    for (const folder of [this.folder, this.finished]) {
      const entry = await readFile(join(folder, encodeURIComponent(name))).catch(() => undefined);
      if (!entry) continue;
      const content = entry.subarray(DIGEST_BYTES);
      if (digest(content).equals(entry.subarray(0, DIGEST_BYTES))) return content;
    }
    return undefined;
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entry = Buffer.concat([digest(content), content]);
    const write = () => writeDurably(join(this.folder, encodeURIComponent(name)), entry);
    // Another process may finish the same node, and take the folder away between its making and the write.
    await write().catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? write() : Promise.reject(error)));
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, encodeURIComponent(name)), { force: true });
  }

  /** Copies what is left into the folder of the artifact that is being made. */
  async moveInto(artifact: string): Promise<void> {
    const present = await stat(this.folder).catch(() => undefined);
    if (!present) return;
    // What a kill has left half-written is not an entry.
    const filter = (path: string) => !HALF_WRITTEN.test(path);
    await cp(this.folder, join(artifact, 'kept'), { recursive: true, filter });
  }

  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const digest = (content: Buffer) => createHash('sha256').update(content).digest();
