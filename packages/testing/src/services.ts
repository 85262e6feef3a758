import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkedPicture } from '@expgraph/core';
import {
  ArtifactStore,
  Logger,
  NodeFolders,
  type Picture,
  Progress,
  SharedFiles,
  type Table,
  Tracker,
} from '@expgraph/sdk';

/** Discards progress. */
export class QuietProgress extends Progress {
  start() {
    return { advance() {}, show() {}, end() {} };
  }
}

/** Records everything that a node logs. */
export class RecordingTracker extends Tracker {
  readonly params: Record<string, string | number | boolean> = {};
  /** By title. */
  readonly tables = new Map<string, Table>();
  /** By title. */
  readonly pictures = new Map<string, Picture>();
  readonly metrics: { readonly step?: number; readonly metrics: Readonly<Record<string, number>> }[] = [];

  logParams(params: Readonly<Record<string, string | number | boolean>>): void {
    Object.assign(this.params, params);
  }

  logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void {
    this.metrics.push({ step, metrics });
  }

  logTable(title: string, table: Table): void {
    this.tables.set(title, table);
  }

  logPicture(title: string, picture: Picture): void {
    this.pictures.set(title, checkedPicture(title, picture));
  }
}

/** Records the lines that a node writes. */
export class RecordingLogger extends Logger {
  readonly lines: string[] = [];

  info(line: string): void {
    this.lines.push(line);
  }

  warn(line: string): void {
    this.lines.push(`warning: ${line}`);
  }
}

/** Stores entries in memory. */
export class MemoryArtifactStore extends ArtifactStore {
  readonly entries = new Map<string, Buffer>();

  async read(name: string): Promise<Buffer | undefined> {
    return this.entries.get(name);
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.entries.set(name, Buffer.from(bytes));
  }

  async remove(name: string): Promise<void> {
    this.entries.delete(name);
  }
}

/** Writes the folders of a node to temporary folders. */
export class TemporaryFolders extends NodeFolders {
  /** Paths by name. */
  readonly written = new Map<string, string>();

  async write(name: string, fill: (folder: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-folder-'));
    await fill(folder);
    this.written.set(name, folder);
  }
}

/** Stores shared files in a temporary folder. */
export class TemporaryFiles extends SharedFiles {
  readonly made = new Map<string, Promise<string>>();

  make(name: string, write: (path: string) => Promise<void>): Promise<string> {
    const known = this.made.get(name);
    if (known) return known;
    const made = mkdtemp(join(tmpdir(), 'expgraph-shared-')).then(async (folder) => {
      await write(join(folder, 'file'));
      return join(folder, 'file');
    });
    this.made.set(name, made);
    return made;
  }
}
