import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageSource, StoredImage } from './image-source.js';

/** Image files below a folder. */
export class FolderImages implements ImageSource {
  constructor(
    /** Absolute. */
    private readonly folder: string,
  ) {}

  async read(path: string): Promise<StoredImage> {
    return { bytes: await readFile(join(this.folder, path)) };
  }
}
