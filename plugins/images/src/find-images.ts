import { join } from 'node:path';
import { byExtension, type FileListing, readBeginning, type SkippedEntry } from '@expgraph/data/files';
import { imageKind, isImageName, isRawName, KIND_BYTES } from './image-kind.js';
import { IN_FLIGHT, parallelMap } from './parallel-map.js';

export interface FoundImages {
  /** Paths below the folder, sorted. */
  readonly images: readonly string[];
  readonly skipped: readonly SkippedEntry[];
}

/**
 * Finds the images among the files of a folder: by their names, as what such a file has is seen when it is decoded, and by
 * their content where the name is not that of an image.
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
