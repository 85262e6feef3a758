import type { LabelledImage, Selection } from './image-index.js';

/** Gives labels their readable names. Two labels of the same name become one class. */
export function renameClasses(
  images: readonly LabelledImage[],
  classNames: Readonly<Record<string, string>>,
): Selection {
  const present = new Set(images.map(({ label }) => label));
  const unused = Object.keys(classNames).filter((label) => !present.has(label));
  const message = `No image has the labels ${unused.join(', ')} that classNames names.`;
  return {
    images: images.map(({ label, ...image }) => ({
      ...image,
      label: Object.hasOwn(classNames, label) ? classNames[label] : label,
    })),
    notices: unused.length > 0 ? [{ level: 'info', message }] : [],
  };
}
