import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyFolder } from './messages.js';

const IMAGE = /\.(jpe?g|png)$/i;

export interface FoundImages {
  /** Absolute. A folder that holds nothing but one folder, as archives do, has been entered. */
  readonly folder: string;
  /** Relative to `folder`, with "/", sorted. */
  readonly paths: readonly string[];
}

/** Finds the images below a folder. `source` is its name in messages. */
export async function findImages(folder: string, source: string): Promise<FoundImages> {
  const entries = await readdir(folder, { withFileTypes: true });
  const visible = entries.filter((entry) => !entry.name.startsWith('.'));
  const [only] = visible;
  if (visible.length === 1 && only.isDirectory()) {
    const below = join(folder, only.name);
    const children = await readdir(below, { withFileTypes: true });
    // One class only would look the same: there the folder is the label.
    if (children.some((child) => child.isDirectory())) return findImages(below, source);
  }
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  );
  const images = paths
    .filter((path) => IMAGE.test(path) && !path.split('/').some((part) => part.startsWith('.')))
    .sort();
  if (images.length === 0) throw emptyFolder(source, paths);
  return { folder, paths: images };
}
