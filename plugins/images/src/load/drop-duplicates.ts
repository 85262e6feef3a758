import { type Notice, plural } from '@expgraph/data/wording';
import type { LabeledImage, Selection } from './image-index.js';

type Hashed = LabeledImage & { readonly sha256: string };

const labelsOf = ({ labels }: LabeledImage) => labels.join(', ');

/** Keeps the first image, in the order of paths, of those with the same content. */
export function dropDuplicates<Image extends Hashed>(images: readonly Image[]): Selection<Image> {
  const first = new Map<string, Image>();
  const conflicts: string[] = [];
  for (const image of images) {
    const kept = first.get(image.sha256);
    if (!kept) first.set(image.sha256, image);
    else if (labelsOf(kept) !== labelsOf(image)) {
      conflicts.push(`"${image.path}" (${labelsOf(image)}) of "${kept.path}" (${labelsOf(kept)})`);
    }
  }
  const duplicates = images.length - first.size;
  const notices: Notice[] = [];
  if (duplicates > 0) {
    const message = `Skipped ${duplicates} of ${plural(images.length, 'image')} that are duplicates.`;
    notices.push({ level: 'info', message });
  }
  if (conflicts.length > 0) {
    const more = conflicts.length > 3 ? `, and ${conflicts.length - 3} more` : '';
    const listed = conflicts.slice(0, 3).join(', ');
    const message = `${plural(conflicts.length, 'duplicate')} with another class than the image that is used: ${listed}${more}.`;
    notices.push({ level: 'warn', message });
  }
  return { images: [...first.values()], notices };
}
