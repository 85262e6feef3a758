import { patternInvalid, patternWithoutGroup } from './messages.js';

/** The name of a group that alone is the label, where a pattern has one. */
const LABEL = 'label';

/**
 * Compiles the option `labels`, a regular expression on paths, with the flag `u`.
 * @throws ExperimentError when it is not a regular expression, or has no group
 */
export function labelPattern(text: string): RegExp {
  const normal = text.normalize('NFC');
  let groups: number;
  let pattern: RegExp;
  try {
    pattern = new RegExp(normal, 'u');
    // With an empty alternative the expression matches anything, which tells the number of its groups.
    groups = (new RegExp(`${normal}|`, 'u').exec('')?.length ?? 1) - 1;
  } catch (error) {
    // Before the reason the engine repeats the pattern.
    throw patternInvalid(text, (error as Error).message.split(': ').at(-1) ?? '');
  }
  if (groups === 0) throw patternWithoutGroup(text);
  return pattern;
}

/**
 * Returns the label in a path in NFC: the group named `label`, else the first group that matches something. A group that matches nothing, or
 * the empty string, is no label.
 */
export const labelOf = (path: string, pattern: RegExp) => labelIn(path.normalize('NFC'), pattern);

/** The same in a path as it is written. */
export function labelIn(path: string, pattern: RegExp): string | undefined {
  const found = pattern.exec(path);
  if (!found) return undefined;
  if (found.groups && LABEL in found.groups) return found.groups[LABEL] || undefined;
  return found.slice(1).find((group) => group !== undefined && group !== '');
}
