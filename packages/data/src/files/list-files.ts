import { constants, type Dirent } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SkippedEntry, SkipReason } from './skipped-entry.js';

export interface ListOptions {
  /** Whether to list hidden entries, and `__MACOSX` folders, too. Default: false. */
  readonly hidden?: boolean;
  readonly signal?: AbortSignal;
}

/** The files below a folder. */
export interface FileListing {
  /** Paths relative to the folder, with "/", sorted by code units. */
  readonly files: readonly string[];
  /** Entries that are not listed, sorted by path. */
  readonly skipped: readonly SkippedEntry[];
}

/** Limit of visits to one folder through links: a cross-validation may link a folder from each fold. Beyond it, links multiply. */
const MOST_VISITS = 1000;

/**
 * Lists the regular files below a folder. Every loader and the digest of a source use this rule: symbolic links to files and folders are
 * followed, wherever they lead; names that begin with "." and `__MACOSX` are skipped; a link to a folder that contains it is not followed.
 * @throws if the folder itself cannot be read
 */
export async function listFiles(folder: string, options: ListOptions = {}): Promise<FileListing> {
  const walk = new Walk(folder, options);
  const root = await realpath(folder);
  await walk.addEntries('', await readdir(folder, { withFileTypes: true }), [root]);
  const byPath = (one: SkippedEntry, other: SkippedEntry) => (one.path < other.path ? -1 : 1);
  return { files: walk.files.sort(), skipped: walk.skipped.sort(byPath) };
}

class Walk {
  readonly files: string[] = [];
  readonly skipped: SkippedEntry[] = [];
  private readonly visits = new Map<string, number>();

  constructor(
    private readonly folder: string,
    private readonly options: ListOptions,
  ) {}

  /** @param above The real paths of the parent folders. */
  async addEntries(below: string, entries: readonly Dirent[], above: readonly string[]): Promise<void> {
    this.options.signal?.throwIfAborted();
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const reason = this.options.hidden ? undefined : hiddenReason(entry.name);
      if (reason) this.skip(path, reason, await this.isFolder(path, entry));
      else if (entry.isFile()) await this.addFile(path);
      else if (entry.isDirectory()) await this.addFolder(path, `${above.at(-1)}/${entry.name}`, above);
      else await this.addOther(path, above);
    }
  }

  /** Skips a file whose name is not UTF-8: Node has replaced bytes of the name, so that the path does not exist. */
  private async addFile(path: string): Promise<void> {
    if (path.includes('\uFFFD') && !(await isThere(join(this.folder, path)))) this.skip(path, 'name not UTF-8');
    else this.files.push(path);
  }

  /** @param real The path without links. */
  private async addFolder(path: string, real: string, above: readonly string[]): Promise<void> {
    const absolute = join(this.folder, path);
    try {
      if (above.some((folder) => contains(real, folder))) return this.skip(path, 'link loop', true);
      const visits = (this.visits.get(real) ?? 0) + 1;
      this.visits.set(real, visits);
      if (visits > MOST_VISITS) return this.skip(path, 'linked too often', true);
      const entries = await readdir(absolute, { withFileTypes: true });
      await this.addEntries(path, entries, [...above, real]);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined || this.options.signal?.aborted) throw error;
      this.skip(path, code === 'ENOENT' && path.includes('\uFFFD') ? 'name not UTF-8' : 'unreadable', true);
    }
  }

  /** Adds a link, or an entry whose type the file system does not report. */
  private async addOther(path: string, above: readonly string[]): Promise<void> {
    const absolute = join(this.folder, path);
    const found = await stat(absolute).catch((error: NodeJS.ErrnoException) => error.code ?? 'unknown');
    if (typeof found === 'string') this.skip(path, reasonOf(found, path));
    else if (found.isFile()) this.files.push(path);
    else if (found.isDirectory()) await this.addFolder(path, await realpath(absolute), above);
    else this.skip(path, 'special file');
  }

  private async isFolder(path: string, entry: Dirent): Promise<boolean> {
    if (!entry.isSymbolicLink()) return entry.isDirectory();
    return stat(join(this.folder, path)).then(
      (found) => found.isDirectory(),
      () => false,
    );
  }

  private skip(path: string, reason: SkipReason, isFolder = false): void {
    this.skipped.push({ path, reason, isFolder });
  }
}

const contains = (folder: string, path: string) =>
  path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);

const hiddenReason = (name: string): SkipReason | undefined =>
  name === '__MACOSX' ? '__MACOSX' : name.startsWith('.') ? 'hidden' : undefined;

function reasonOf(code: string, path: string): SkipReason {
  if (code === 'ELOOP') return 'link loop';
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return 'unreadable';
  return path.includes('\uFFFD') ? 'name not UTF-8' : 'dangling link';
}

const isThere = (path: string) =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
