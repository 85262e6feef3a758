import { className } from '@expgraph/data/labels';
import type { Selection } from './image-index.js';

export interface Renaming {
  /** Names by label. A notice lists labels that no image has. */
  readonly classNames?: Readonly<Record<string, string>>;
  /** Names by label, also of labels that no image has. */
  readonly dictionary?: Readonly<Record<string, string>>;
}

/** Replaces labels by their readable names. Labels with the same name become one class. */
export function renameClasses(selection: Selection, { classNames = {}, dictionary = {} }: Renaming): Selection {
  const present = new Set(selection.images.flatMap(({ labels }) => labels));
  const unused = Object.keys(classNames).filter((label) => !present.has(className(label)));
  const given = [...Object.entries(dictionary), ...Object.entries(classNames)];
  const names = new Map(given.map(([label, name]) => [className(label), className(name)]));
  const nameOf = (label: string) => names.get(label) ?? label;
  const message = `No image has the labels ${unused.join(', ')} in classNames.`;
  return {
    ...selection,
    images: selection.images.map((image) => ({ ...image, labels: [...new Set(image.labels.map(nameOf))] })),
    notices: [...selection.notices, ...(unused.length > 0 ? [{ level: 'info', message } as const] : [])],
  };
}
