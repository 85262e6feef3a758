import { className } from './class-name.js';
import { commonPrefix } from './common-prefix.js';
import { labelIn, labelOf, labelPattern } from './label-pattern.js';

export interface LabeledPath {
  readonly path: string;
  /** The label as the path writes it, see `ClassNames`. */
  readonly label: string;
}

export interface LabeledPaths {
  readonly labeled: readonly LabeledPath[];
  /** Paths without a label. */
  readonly unmatched: readonly string[];
  /** Returns the label of another path of the same folder. */
  readonly labelOf: (path: string) => string | undefined;
}

/**
 * Finds the label in each path by the option `labels`. The pattern applies to paths below the sole folder that an archive often has; if no path
 * matches there, to whole paths.
 * @throws ExperimentError if `labels` is not a regular expression with a group
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

/** Returns the label as the path writes it, which may not be in NFC. */
function spelled(path: string, pattern: RegExp): string | undefined {
  const label = labelOf(path, pattern);
  if (label === undefined || path === path.normalize('NFC')) return label;
  const written = labelIn(path, pattern);
  return written !== undefined && className(written) === className(label) ? written : label;
}
