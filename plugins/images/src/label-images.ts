import type { IndexedImage } from './index-images.js';
import { malformedPattern, noLabels, oneClass } from './messages.js';

export interface LabelOptions {
  /** A regular expression on the path; its first group that matches is the label. */
  readonly labels: string;
  readonly classNames?: Readonly<Record<string, string>>;
  readonly duplicates: 'keep' | 'drop';
  readonly minImagesPerClass: number;
}

export interface LabelledImages {
  /** Sorted. */
  readonly classes: readonly string[];
  readonly images: readonly { readonly path: string; readonly label: number }[];
  /** What was left out, one sentence each. */
  readonly notices: readonly string[];
}

/** Gives images their classes, and leaves out duplicates and classes that are too small. */
export function labelImages(index: readonly IndexedImage[], options: LabelOptions): LabelledImages {
  const notices: string[] = [];
  const pattern = compile(options.labels);
  const kept = options.duplicates === 'drop' ? withoutDuplicates(index, notices) : index;
  const labelled = kept.flatMap(({ path }) => {
    const label = pattern
      .exec(path)
      ?.slice(1)
      .find((group) => group !== undefined);
    return label === undefined ? [] : [{ path, name: options.classNames?.[label] ?? label }];
  });
  if (labelled.length === 0)
    throw noLabels(
      options.labels,
      kept.map(({ path }) => path),
    );
  const unlabelled = kept.length - labelled.length;
  if (unlabelled > 0) notices.push(`${unlabelled} images have no label and are left out.`);
  const counts = new Map<string, number>();
  for (const { name } of labelled) counts.set(name, (counts.get(name) ?? 0) + 1);
  const small = [...counts].filter(([, count]) => count < options.minImagesPerClass);
  if (small.length > 0) {
    const list = small
      .map(([name, count]) => `${name} (${count})`)
      .sort()
      .join(', ');
    notices.push(`Classes of fewer than ${options.minImagesPerClass} images are left out: ${list}.`);
  }
  const classes = [...counts.keys()].filter((name) => !small.some(([other]) => other === name)).sort();
  if (classes.length < 2)
    throw oneClass(
      classes,
      small.map(([name]) => name),
    );
  const number = new Map(classes.map((name, index) => [name, index]));
  const images = labelled.flatMap(({ path, name }) => {
    const label = number.get(name);
    return label === undefined ? [] : [{ path, label }];
  });
  return { classes, images, notices };
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (error) {
    throw malformedPattern(pattern, error instanceof Error ? error.message : String(error));
  }
}

/** Of files with the same content, the first in the order of paths. */
function withoutDuplicates(index: readonly IndexedImage[], notices: string[]): readonly IndexedImage[] {
  const seen = new Set<string>();
  const kept = index.filter(({ sha256 }) => !seen.has(sha256) && seen.add(sha256));
  if (kept.length < index.length)
    notices.push(`${index.length - kept.length} images are copies of others and are left out.`);
  return kept;
}
