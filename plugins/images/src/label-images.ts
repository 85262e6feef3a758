import { noLabels } from './class-messages.js';
import { commonPrefix } from './common-prefix.js';
import type { LabelledImage, Selection } from './image-index.js';
import { labelOf, labelPattern } from './label-pattern.js';
import { emptyFolder } from './source-messages.js';

const IMAGE = /\.(jpe?g|png|webp|gif|bmp)$/i;

/** The class of images whose class is not known. */
export const UNKNOWN = 'unknown';

/** Whether a file is an image, by its name. */
export const isImage = (path: string) => IMAGE.test(path);

/**
 * The images among the files of a folder, with the label that their paths say. Images whose path does not match are left
 * out. `source` is the folder's name in messages.
 */
export function labelImages(files: readonly string[], labels: string, source: string): Selection {
  const paths = imagesAmong(files, source);
  const pattern = labelPattern(labels);
  const prefix = commonPrefix(paths, pattern);
  const images: LabelledImage[] = [];
  for (const path of paths) {
    const label = labelOf(path.slice(prefix.length), pattern);
    if (label !== undefined) images.push({ path, labels: [label] });
  }
  if (images.length === 0) {
    throw noLabels(
      labels,
      paths.map((path) => path.slice(prefix.length)),
    );
  }
  const rest = paths.length - images.length;
  if (rest === 0) return { images, notices: [] };
  const message = `${rest} of ${paths.length} images match no label and are left out, for example ${unmatched(paths, images)}.`;
  return { images, notices: [{ level: 'warn', message }] };
}

/** All images among the files of a folder, under one label. */
export function unlabelledImages(files: readonly string[], source: string): Selection {
  const images = imagesAmong(files, source).map((path) => ({ path, labels: [UNKNOWN] }));
  return { images, notices: [] };
}

function imagesAmong(files: readonly string[], source: string): string[] {
  const paths = files.filter(isImage);
  if (paths.length === 0) throw emptyFolder(source, files);
  return paths;
}

function unmatched(paths: readonly string[], images: readonly LabelledImage[]): string {
  const matched = new Set(images.map(({ path }) => path));
  return `"${paths.find((path) => !matched.has(path))}"`;
}
