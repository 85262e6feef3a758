import { join } from 'node:path';
import {
  byExtension,
  type FileListing,
  IN_FLIGHT,
  parallelMap,
  readBeginning,
  type SkippedEntry,
} from '@expgraph/data/files';
import { imageKind, isImageName, isRawName, KIND_BYTES } from '../decode/image-kind.js';

export interface FoundImages {
  /** Paths below the folder, sorted. */
  readonly images: readonly string[];
  readonly skipped: readonly SkippedEntry[];
}

/**
 * Finds the images among the files of a folder: by extension, or by content if the extension is not that of an image. A file with the
 * extension of an image is checked when it is decoded.
 */
export async function findImages(folder: string, { files, skipped }: FileListing): Promise<FoundImages> {
  const reasons = await parallelMap(files, IN_FLIGHT, (path) => whySkipped(folder, path));
  return {
    images: files.filter((_, index) => reasons[index] === undefined),
    skipped: [...skipped, ...reasons.filter((reason) => reason !== undefined)],
  };
}

async function whySkipped(folder: string, path: string): Promise<SkippedEntry | undefined> {
  if (isImageName(path)) return undefined;
  if (isRawName(path)) return byExtension(path);
  try {
    return imageKind(await readBeginning(join(folder, path), KIND_BYTES)) ? undefined : byExtension(path);
  } catch {
    return { path, reason: 'unreadable' };
  }
}
