import { copyFile, link, lstat, realpath, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { makeFolder } from '@expgraph/data/files';

/** A link in an archive. */
export interface ArchiveLink {
  /** Of the link, relative to the archive. */
  readonly path: string;
  /** As the archive has it: of a symbolic link relative to its folder, of a hard link to the archive. */
  readonly target: string;
  readonly isHard: boolean;
}

/** Links behind one another that are followed, as by Linux. */
const MOST_ROUNDS = 40;

type Problem = 'lead out of the archive' | 'lead to nothing' | 'take the place of another entry';

/**
 * Makes the links of an archive among the files that were unpacked from it: links to files become further names of them, links to
 * folders relative ones. Those that would lead out of the folder are left out.
 * @returns a sentence about those that were left out
 */
export async function makeArchiveLinks(
  archive: string,
  folder: string,
  links: readonly ArchiveLink[],
): Promise<string | undefined> {
  const root = await realpath(folder);
  let open = links.map((link) => ({ link, problem: 'lead to nothing' as Problem }));
  const left: typeof open = [];
  // A link may lead to one that comes later.
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
    // Below a link, ".." would lead to another folder than it says.
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

/** Not every file system has hard links. */
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
  return `"${archive}": ${left.length} of ${all} links are left out: ${listed}, for example "${link.path}" -> "${link.target}".`;
}
