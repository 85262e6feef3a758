import { skippedLine } from '@expgraph/data/files';
import { className, labelPaths, lostClasses } from '@expgraph/data/labels';
import { noLabels } from './class-messages.js';
import type { FoundImages } from './find-images.js';
import type { Notice, Selection } from './image-index.js';
import { emptyFolder } from './source-messages.js';

/** The class of images whose class is not known. */
export const UNKNOWN = 'unknown';

/**
 * The images of a folder, with the label that their paths say. Images whose path does not match are left out. `source` is the
 * folder's name in messages.
 */
export function labelImages(found: FoundImages, labels: string, source: string): Selection {
  const { images, skipped } = found;
  if (images.length === 0) throw emptyFolder(source, skipped);
  const { labeled, unmatched, labelOf } = labelPaths(images, labels);
  if (labeled.length === 0) throw noLabels(labels, images);
  const notices: Notice[] = [];
  if (unmatched.length > 0) {
    const message = `${unmatched.length} of ${images.length} images match no label and are left out, for example "${unmatched[0]}".`;
    notices.push({ level: 'warn', message });
  }
  const lost = lostClasses(skipped, labelOf, new Set(labeled.map(({ label }) => className(label))));
  if (lost !== undefined) notices.push({ level: 'warn', message: lost });
  return {
    images: labeled.map(({ path, label }) => ({ path, labels: [label] })),
    notices,
    skipped: skippedLine(skipped),
  };
}

/** All images of a folder, under one label. */
export function unlabelledImages({ images, skipped }: FoundImages, source: string): Selection {
  if (images.length === 0) throw emptyFolder(source, skipped);
  return {
    images: images.map((path) => ({ path, labels: [UNKNOWN] })),
    notices: [],
    skipped: skippedLine(skipped),
  };
}
