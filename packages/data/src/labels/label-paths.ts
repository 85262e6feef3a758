import { className } from './class-name.js';
import { commonPrefix } from './common-prefix.js';
import { labelIn, labelOf, labelPattern } from './label-pattern.js';

export interface LabeledPath {
  readonly path: string;
  /** As the path writes it, where the pattern finds it there too: see `ClassNames`. */
  readonly label: string;
}

export interface LabeledPaths {
  readonly labeled: readonly LabeledPath[];
  /** Paths that have no label. */
  readonly unmatched: readonly string[];
  /** Returns the label of a further path of the same folder. */
  readonly labelOf: (path: string) => string | undefined;
}

/**
 * Finds the label in each path by the option `labels`. The pattern applies to paths below the sole folder that an archive often has;
 * where no path matches there, to whole paths.
 * @throws ExperimentError when `labels` is not a regular expression with a group
 */
export function labelPaths(paths: readonly string[], labels: string): LabeledPaths {
  const pattern = labelPattern(labels);
  const prefix = commonPrefix(paths, pattern);
  const below = labelsBelow(paths, prefix, pattern);
  return below.labeled.length > 0 || prefix === '' ? below : labelsBelow(paths, '', pattern);
}

function labelsBelow(paths: readonly string[], prefix: string, pattern: RegExp): LabeledPaths {
  const find = (path: string) => (path.startsWith(prefix) ? spelled(path.slice(prefix.length), pattern) : undefined);
  const labeled: LabeledPath[] = [];
  const unmatched: string[] = [];
  for (const path of paths) {
    const label = find(path);
    if (label === undefined) unmatched.push(path);
    else labeled.push({ path, label });
  }
  return { labeled, unmatched, labelOf: find };
}

/** The label as it is written in a path, which is not always in NFC. */
function spelled(path: string, pattern: RegExp): string | undefined {
  const label = labelOf(path, pattern);
  if (label === undefined || path === path.normalize('NFC')) return label;
  const written = labelIn(path, pattern);
  return written !== undefined && className(written) === className(label) ? written : label;
}
