import type { LabelledImage, Notice, Selection } from './image-index.js';

type Hashed = LabelledImage & { readonly sha256: string };

const labelsOf = ({ labels }: LabelledImage) => labels.join(', ');

/** Of images with the same content, keeps the first in the order of paths. */
export function dropDuplicates<Image extends Hashed>(images: readonly Image[]): Selection<Image> {
  const first = new Map<string, Image>();
  const conflicts: string[] = [];
  for (const image of images) {
    const kept = first.get(image.sha256);
    if (!kept) first.set(image.sha256, image);
    else if (labelsOf(kept) !== labelsOf(image)) {
      conflicts.push(`"${image.path}" (${labelsOf(image)}) is "${kept.path}" (${labelsOf(kept)})`);
    }
  }
  const copies = images.length - first.size;
  const notices: Notice[] = [];
  if (copies > 0) {
    const message = `${copies} of ${images.length} images are copies of others and are left out.`;
    notices.push({ level: 'info', message });
  }
  if (conflicts.length > 0) {
    const more = conflicts.length > 3 ? `, and ${conflicts.length - 3} more` : '';
    const listed = conflicts.slice(0, 3).join(', ');
    const message = `${conflicts.length} copies have another class than the image that is kept: ${listed}${more}.`;
    notices.push({ level: 'warn', message });
  }
  return { images: [...first.values()], notices };
}
