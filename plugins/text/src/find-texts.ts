import { join } from 'node:path';
import {
  byExtension,
  extensionOf,
  type FileListing,
  isText,
  readBeginning,
  type SkippedEntry,
} from '@expgraph/data/files';
import { IN_FLIGHT } from './in-flight.js';

/** Extensions of texts; a file without one is looked into. */
const TEXTS = ['.txt', '.text', '.md', '.markdown'];

/** Files that come with data sets and tell about them. */
const ABOUT =
  /(?:^|\/)(?:readme|licen[cs]e|copying|copyright|changelog|changes|authors|contributors|notice|index|md5sums?|sha\d+sums?)(?:\.(?:md|markdown))?$/i;

/** How many bytes tell whether a file is a text. */
const BEGINNING = 1024;

export interface FoundTexts {
  /** Paths below the folder, sorted. */
  readonly texts: readonly string[];
  readonly skipped: readonly SkippedEntry[];
}

/** Finds the texts among the files of a folder: by their extensions, and by their content where they have none. */
export async function findTexts(folder: string, { files, skipped }: FileListing): Promise<FoundTexts> {
  const texts: string[] = [];
  const others: SkippedEntry[] = [];
  for (let start = 0; start < files.length; start += IN_FLIGHT) {
    const some = files.slice(start, start + IN_FLIGHT);
    const reasons = await Promise.all(some.map((path) => whySkipped(folder, path)));
    for (const [index, reason] of reasons.entries()) {
      if (reason) others.push(reason);
      else texts.push(some[index]);
    }
  }
  return { texts, skipped: [...skipped, ...others] };
}

async function whySkipped(folder: string, path: string): Promise<SkippedEntry | undefined> {
  if (ABOUT.test(path)) return { path, reason: 'about the data' };
  const extension = extensionOf(path);
  if (TEXTS.includes(extension)) return undefined;
  if (extension !== '') return byExtension(path);
  try {
    const beginning = await readBeginning(join(folder, path), BEGINNING);
    return beginning.length > 0 && isText(beginning) ? undefined : byExtension(path);
  } catch {
    return { path, reason: 'unreadable' };
  }
}
