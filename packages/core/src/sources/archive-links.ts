import { copyFile, link, lstat, realpath, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { makeFolder } from '@expgraph/data/files';

/** A link in an archive. */
export interface ArchiveLink {
  /** Path of the link, relative to the archive. */
  readonly path: string;
  /** Target as in the archive: relative to the link's folder for a symbolic link, to the archive for a hard link. */
  readonly target: string;
  readonly isHard: boolean;
}

/** Maximum length of a chain of links, as on Linux. */
const MOST_ROUNDS = 40;

type Problem = 'lead out of the archive' | 'lead to nothing' | 'take the place of another entry';

/**
 * Creates the links of an unpacked archive: hard links for files, relative symbolic links for folders. Links that lead out of the
 * folder are skipped.
 * @returns a sentence about the skipped links
 */
export async function makeArchiveLinks(
  archive: string,
  folder: string,
  links: readonly ArchiveLink[],
): Promise<string | undefined> {
  const root = await realpath(folder);
  let open = links.map((link) => ({ link, problem: 'lead to nothing' as Problem }));
  const left: typeof open = [];
  // A link may point to a later one.
  for (let round = 0, before = -1; round < MOST_ROUNDS && open.length !== before; round += 1) {
    before = open.length;
    const waiting: typeof open = [];
    for (const { link } of open) {
      const problem = await makeLink(root, link);
      if (problem === 'lead to nothing') waiting.push({ link, problem });
      else if (problem) left.push({ link, problem });
    }
    open = waiting;
  }
  return leftOut(archive, links.length, [...left, ...open]);
}

async function makeLink(root: string, { path, target, isHard }: ArchiveLink): Promise<Problem | undefined> {
  const place = join(root, path);
  const wanted = isHard ? join(root, target) : resolve(dirname(place), target);
  if (!isInside(root, place) || !isInside(root, wanted)) return 'lead out of the archive';
  if (isHard && isAbsolute(target)) return 'lead out of the archive';
  const real = await realpath(wanted).catch(() => undefined);
  if (real === undefined) return 'lead to nothing';
  if (!isInside(root, real)) return 'lead out of the archive';
  try {
    await makeFolder(dirname(place));
    // Below a symbolic link, ".." would resolve to another folder.
    if ((await realpath(dirname(place))) !== dirname(place)) return 'take the place of another entry';
    if ((await lstat(real)).isDirectory()) await symlink(relative(dirname(place), real) || '.', place);
    else await link(real, place).catch((error: NodeJS.ErrnoException) => copyUnlessThere(error, real, place));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || code === 'ENOTDIR') return 'take the place of another entry';
    throw error;
  }
  return undefined;
}

/** Copies the file if the file system has no hard links. */
function copyUnlessThere(error: NodeJS.ErrnoException, from: string, to: string): Promise<void> {
  if (error.code === 'EEXIST') throw error;
  return copyFile(from, to);
}

function isInside(root: string, path: string): boolean {
  const inside = relative(root, path);
  return inside !== '..' && !inside.startsWith('../') && !isAbsolute(inside);
}

function leftOut(
  archive: string,
  all: number,
  left: readonly { readonly link: ArchiveLink; readonly problem: Problem }[],
): string | undefined {
  if (left.length === 0) return undefined;
  const counts = new Map<Problem, number>();
  for (const { problem } of left) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  const listed = [...counts].map(([problem, count]) => `${count} ${problem}`).join(', ');
  const [{ link }] = left;
  return `"${archive}": ${left.length} of ${all} links are skipped: ${listed}, for example "${link.path}" -> "${link.target}".`;
}
