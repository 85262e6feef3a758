import { createHash } from 'node:crypto';
import { cp, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ArtifactStore } from '@expgraph/sdk';
import { HALF_WRITTEN, writeDurably } from './durable.js';

const DIGEST_BYTES = 32;

/**
 * The entries that a node stores under its fingerprint: in a work folder until the node is finished, then with its artifact. Each entry
 * begins with the SHA-256 of the rest, so that a damaged one counts as missing.
 */
export class KeptFiles extends ArtifactStore {
  private isDone = false;
  /** Entries that a dataset writes after its node is finished: another run may own the work folder by then. */
  private readonly late = new Map<string, Buffer>();

  constructor(
    private readonly folder: string,
    /** Folder of the finished artifact; unset while the node runs, so that a forced run does not see earlier entries. */
    private finished?: string,
  ) {
    super();
  }

  async read(name: string): Promise<Buffer | undefined> {
    const late = this.late.get(name);
    if (late) return late;
    for (const folder of [this.folder, this.finished]) {
      if (folder === undefined) continue;
      const entry = await readFile(join(folder, encodeURIComponent(name))).catch(() => undefined);
      if (!entry) continue;
      const content = entry.subarray(DIGEST_BYTES);
      if (digest(content).equals(entry.subarray(0, DIGEST_BYTES))) return content;
    }
    return undefined;
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.isDone) {
      this.late.set(name, Buffer.from(content));
      return;
    }
    const entry = Buffer.concat([digest(content), content]);
    await writeDurably(join(this.folder, encodeURIComponent(name)), entry);
  }

  async remove(name: string): Promise<void> {
    this.late.delete(name);
    await rm(join(this.folder, encodeURIComponent(name)), { force: true });
  }

  /** Copies the entries into the folder of a new artifact. */
  async moveInto(artifact: string): Promise<void> {
    const present = await stat(this.folder).catch(() => undefined);
    if (!present) return;
    // A half-written file of a killed run is not an entry.
    const filter = (path: string) => !HALF_WRITTEN.test(path);
    await cp(this.folder, join(artifact, 'kept'), { recursive: true, filter });
  }

  /** Switches to the finished artifact, and removes the work folder. */
  async finish(artifact: string): Promise<void> {
    this.finished = join(artifact, 'kept');
    this.isDone = true;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const digest = (content: Buffer) => createHash('sha256').update(content).digest();
