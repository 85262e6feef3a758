import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileSystemError } from '@expgraph/data/files';
import { brokenArchive, unsafeArchive } from './messages.js';
import { SourceError } from './source-error.js';

const TAR = /\.(tar|tgz|tar\.gz)$/i;
const ZIP = /\.zip$/i;

export const isArchive = (path: string) => TAR.test(path) || ZIP.test(path);

/** Unpacks a tar or zip archive. Entries that would leave the folder are refused, links are left out. */
export async function unpack(archive: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    await (ZIP.test(archive) ? unpackZip(archive, folder) : unpackTar(archive, folder));
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const refused = fileSystemError(error);
    if (refused) throw refused;
    // yauzl looks at the names itself.
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

async function unpackTar(archive: string, folder: string): Promise<void> {
  const { list, extract } = await import('tar');
  let unsafe: SourceError | undefined;
  const inspect = ({ path }: { path: string }) => {
    try {
      targetOf(archive, folder, path);
    } catch (error) {
      unsafe ??= error as SourceError;
    }
  };
  await list({ file: archive, strict: true, onReadEntry: inspect });
  if (unsafe) throw unsafe;
  const regular = (_: string, entry: unknown) =>
    ['File', 'Directory', 'OldFile'].includes((entry as { type: string }).type);
  await extract({ file: archive, cwd: folder, strict: true, filter: regular });
}

/** Unpacks a zip archive, whatever it is called. */
export async function unpackZip(archive: string, folder: string): Promise<void> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(archive, { autoClose: false, strictFileNames: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const target = targetOf(archive, folder, entry.fileName);
      if (entry.fileName.endsWith('/')) {
        await mkdir(target, { recursive: true });
        continue;
      }
      await mkdir(dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(join(target)));
    }
  } finally {
    zip.close();
  }
}
