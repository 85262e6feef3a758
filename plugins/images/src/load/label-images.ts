import { skippedLine } from '@expgraph/data/files';
import { className, labelPaths, lostClasses } from '@expgraph/data/labels';
import { type Notice, plural } from '@expgraph/data/wording';
import { noLabels } from './class-messages.js';
import type { FoundImages } from './find-images.js';
import type { Selection } from './image-index.js';
import { emptyFolder } from './source-messages.js';

/** Class of images without labels. */
export const UNKNOWN = 'unknown';

/**
 * Labels the images of a folder by their paths. Skips images whose path does not match. `source` is the name of the folder in messages.
 */
export function labelImages(found: FoundImages, labels: string, source: string): Selection {
  const { images, skipped } = found;
  if (images.length === 0) throw emptyFolder(source, skipped);
  const { labeled, unmatched, labelOf } = labelPaths(images, labels);
  if (labeled.length === 0) throw noLabels(labels, images);
  const notices: Notice[] = [];
  if (unmatched.length > 0) {
    const message = `Skipped ${unmatched.length} of ${plural(images.length, 'image')} whose path does not match labels, for example "${unmatched[0]}".`;
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

/** Gives all images of a folder the same label. */
export function unlabeledImages({ images, skipped }: FoundImages, source: string): Selection {
  if (images.length === 0) throw emptyFolder(source, skipped);
  return {
    images: images.map((path) => ({ path, labels: [UNKNOWN] })),
    notices: [],
    skipped: skippedLine(skipped),
  };
}
