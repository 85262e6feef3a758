import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '@expgraph/sdk';
import { type DecodeOptions, decodeImage } from './decode-image.js';
import type { FoundImages } from './find-images.js';

/** An image that can be decoded. */
export interface IndexedImage {
  /** Relative to the folder. */
  readonly path: string;
  readonly sha256: string;
}

export interface ImageIndex {
  readonly images: readonly IndexedImage[];
  readonly bad: readonly { readonly path: string; readonly reason: string }[];
}

/** Images that are read at the same time. */
const IN_FLIGHT = 8;

/** Reads and decodes every image once: what is damaged is found now, not after hours of training. */
export async function indexImages(
  { folder, paths }: FoundImages,
  options: DecodeOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<ImageIndex> {
  const images: IndexedImage[] = [];
  const bad: { path: string; reason: string }[] = [];
  const task = progress.start({ label: 'reading images', total: paths.length, unit: 'images' });
  const queue = [...paths].entries();
  const work = async () => {
    for (const [index, path] of queue) {
      signal.throwIfAborted();
      const bytes = await readFile(join(folder, path));
      try {
        await decodeImage(bytes, options);
        images[index] = { path, sha256: createHash('sha256').update(bytes).digest('hex') };
      } catch (error) {
        bad.push({ path, reason: bytes.length === 0 ? 'the file is empty' : firstLine(error) });
      }
      task.advance();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  task.end();
  return { images: images.filter((image) => image !== undefined), bad: bad.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0];
