import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileSystemError, makeFolder } from '@expgraph/data/files';
import type { ExpansionBudget, ExpansionOptions } from '@expgraph/data/formats';
import { ExpgraphError } from '@expgraph/sdk';
import { type ArchiveLink, makeArchiveLinks } from './archive-links.js';
import { brokenArchive, unsafeArchive } from './messages.js';
import { SourceError } from './source-error.js';

const TAR = /\.(tar|tgz|tar\.gz)$/i;
const ZIP = /\.zip$/i;

export const isArchive = (path: string) => TAR.test(path) || ZIP.test(path);

export interface UnpackOptions extends ExpansionOptions {
  /** Receives a sentence about skipped links. */
  readonly notice?: (line: string) => void;
  /** Number of leading folders to strip from a tar archive's entries: 1 for npm packages. Default: 0. */
  readonly strip?: number;
}

/**
 * Unpacks a tar or zip archive. Entries outside the folder are an error, links that lead out of it are skipped, and the unpacked size
 * is limited.
 */
export function unpack(archive: string, folder: string, options: UnpackOptions = {}): Promise<void> {
  return reported(archive, folder, options, ZIP.test(archive) ? zipInto : tarInto);
}

/** Unpacks a zip archive with any extension. */
export function unpackZip(archive: string, folder: string, options: UnpackOptions = {}): Promise<void> {
  return reported(archive, folder, options, zipInto);
}

/** Unpacks files and folders, and returns the links. */
type Unpack = (
  archive: string,
  folder: string,
  budget: ExpansionBudget,
  options: UnpackOptions,
) => Promise<readonly ArchiveLink[]>;

async function reported(archive: string, folder: string, options: UnpackOptions, work: Unpack): Promise<void> {
  const { ExpansionBudget } = await import('@expgraph/data/formats');
  await makeFolder(folder);
  try {
    const budget = ExpansionBudget.ofDisk(basename(archive), (await stat(archive)).size, options);
    const line = await makeArchiveLinks(basename(archive), folder, await work(archive, folder, budget, options));
    if (line) options.notice?.(line);
  } catch (error) {
    if (error instanceof SourceError || options.signal?.aborted) throw error;
    if (ExpgraphError.is(error)) throw new SourceError(error.code, error.message, error.notes, { cause: error });
    const refused = fileSystemError(error);
    if (refused) throw refused;
    // yauzl checks the names itself.
    const unsafe = /(?:invalid relative|absolute) path: (.*)/.exec(String(error))?.[1];
    throw unsafe === undefined ? brokenArchive(basename(archive), error) : unsafeArchive(basename(archive), unsafe);
  }
}

function targetOf(archive: string, folder: string, entry: string): string {
  const target = resolve(folder, entry);
  const inside = relative(folder, target);
  if (inside.startsWith('..') || isAbsolute(inside) || isAbsolute(entry)) throw unsafeArchive(basename(archive), entry);
  return target;
}

const LINKS = ['SymbolicLink', 'Link'];
const KINDS = ['File', 'Directory', 'OldFile'];

/** Turns off tar's own decompression. */
const PLAIN = { gzip: false, brotli: false, zstd: false };

/** Decompresses here, because the library limits neither bytes nor entries. */
async function tarInto(
  archive: string,
  folder: string,
  budget: ExpansionBudget,
  { strip = 0 }: UnpackOptions,
): Promise<readonly ArchiveLink[]> {
  const [{ extract }, { unpackStream }] = await Promise.all([import('tar'), import('@expgraph/data/formats')]);
  const file = createReadStream(archive, { highWaterMark: 1 << 20 });
  const bytes = (await isGzip(archive)) ? unpackStream(file, 'gzip', budget) : file;
  const links: ArchiveLink[] = [];
  let refused: Error | undefined;
  const filter = (_: string, entry: unknown) => {
    const { path, type, size, linkpath } = entry as { path: string; type: string; size: number; linkpath?: string };
    try {
      targetOf(archive, folder, path);
      budget.enter();
      budget.claim(size);
      // npm packages have no links.
      if (LINKS.includes(type) && strip === 0) links.push({ path, target: linkpath ?? '', isHard: type === 'Link' });
    } catch (error) {
      refused ??= error as Error;
    }
    return refused === undefined && KINDS.includes(type);
  };
  const sink = extract({ cwd: folder, strict: true, filter, strip, ...PLAIN } as object);
  const closed = new Promise((resolve, reject) => sink.on('close', resolve).on('error', reject));
  // Awaited below.
  closed.catch(() => undefined);
  try {
    for await (const chunk of bytes) {
      if (refused) throw refused;
      if (!sink.write(chunk as Buffer)) await once(sink, 'drain');
    }
  } finally {
    sink.end();
    await closed.catch((error: unknown) => {
      // An error after the abort is not an error of the archive.
      refused ??= error as Error;
    });
  }
  if (refused) throw refused;
  return links;
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

async function zipInto(archive: string, folder: string, budget: ExpansionBudget): Promise<readonly ArchiveLink[]> {
  const { ZipFile } = await import('@expgraph/data/formats');
  return ZipFile.with(archive, budget, async (zip) => {
    const links: ArchiveLink[] = [];
    // Check the declared sizes first, so that nothing of a large archive is written. They are checked again while unpacking.
    budget.claim(zip.size);
    const targets = zip.names.map((name) => [name, targetOf(archive, folder, name)] as const);
    for (const [name, target] of targets) {
      if (name.endsWith('/')) {
        await makeFolder(target);
        continue;
      }
      if (zip.isLink(name)) {
        links.push({ path: name, target: (await zip.read(name)).toString(), isHard: false });
        continue;
      }
      await makeFolder(dirname(target));
      await pipeline(zip.stream(name), createWriteStream(target));
    }
    return links;
  });
}
