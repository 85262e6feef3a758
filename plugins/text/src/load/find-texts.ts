import { join } from 'node:path';
import {
  byExtension,
  extensionOf,
  type FileListing,
  IN_FLIGHT,
  isText,
  parallelMap,
  readBeginning,
  type SkippedEntry,
} from '@expgraph/data/files';

/** Extensions of texts. Files without an extension are texts if their content is. */
const TEXTS = ['.txt', '.text', '.md', '.markdown'];

/** Files that describe a dataset. */
const ABOUT =
  /(?:^|\/)(?:readme|licen[cs]e|copying|copyright|changelog|changes|authors|contributors|notice|index|md5sums?|sha\d+sums?)(?:\.(?:md|markdown))?$/i;

/** Number of bytes that decide whether a file is a text. */
const BEGINNING = 1024;

export interface FoundTexts {
  /** Paths below the folder, sorted. */
  readonly texts: readonly string[];
  readonly skipped: readonly SkippedEntry[];
}

/** Finds the texts among the files of a folder, by extension, or by content for files without one. */
export async function findTexts(folder: string, { files, skipped }: FileListing): Promise<FoundTexts> {
  const reasons = await parallelMap(files, IN_FLIGHT, (path) => whySkipped(folder, path));
  return {
    texts: files.filter((_, index) => reasons[index] === undefined),
    skipped: [...skipped, ...reasons.filter((reason) => reason !== undefined)],
  };
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
