import { ClassNames } from '@expgraph/data/labels';
import type { Selection } from './image-index.js';

/** Gives labels that differ only in Unicode normalization or surrounding blanks the same class name. */
export function unifyClassNames(selection: Selection): Selection {
  const names = new ClassNames();
  const images = selection.images.map((image) => ({
    ...image,
    labels: [...new Set(image.labels.map((label) => names.nameOf(label, image.path)))],
  }));
  const notices = names.notices().map((message) => ({ level: 'warn', message }) as const);
  return { ...selection, images, notices: [...selection.notices, ...notices] };
}
