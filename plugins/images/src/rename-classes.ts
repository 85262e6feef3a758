import { className } from '@expgraph/data/labels';
import type { Selection } from './image-index.js';

export interface Renaming {
  /** Names by label that are meant for these images: one that is not used is told of. */
  readonly classNames?: Readonly<Record<string, string>>;
  /** Names of more labels than these images have. */
  readonly dictionary?: Readonly<Record<string, string>>;
}

/** Gives labels their readable names. Two labels of the same name become one class. */
export function renameClasses(selection: Selection, { classNames = {}, dictionary = {} }: Renaming): Selection {
  const present = new Set(selection.images.flatMap(({ labels }) => labels));
  const unused = Object.keys(classNames).filter((label) => !present.has(className(label)));
  const given = [...Object.entries(dictionary), ...Object.entries(classNames)];
  const names = new Map(given.map(([label, name]) => [className(label), className(name)]));
  const nameOf = (label: string) => names.get(label) ?? label;
  const message = `No image has the labels ${unused.join(', ')} that classNames names.`;
  return {
    ...selection,
    images: selection.images.map((image) => ({ ...image, labels: [...new Set(image.labels.map(nameOf))] })),
    notices: [...selection.notices, ...(unused.length > 0 ? [{ level: 'info', message } as const] : [])],
  };
}
