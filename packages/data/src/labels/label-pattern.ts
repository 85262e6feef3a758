import { patternInvalid, patternWithoutGroup } from './messages.js';

/** Name of the group that is the label, if a pattern has it. */
const LABEL = 'label';

/**
 * Compiles the option `labels`, a regular expression on paths, with the flag `u`.
 * @throws ExperimentError if it is not a regular expression, or has no group
 */
export function labelPattern(text: string): RegExp {
  const normal = text.normalize('NFC');
  let groups: number;
  let pattern: RegExp;
  try {
    pattern = new RegExp(normal, 'u');
    // With an empty alternative the expression matches anything, so that the match has as many entries as there are groups.
    groups = (new RegExp(`${normal}|`, 'u').exec('')?.length ?? 1) - 1;
  } catch (error) {
    // The engine repeats the pattern before the reason.
    throw patternInvalid(text, (error as Error).message.split(': ').at(-1) ?? '');
  }
  if (groups === 0) throw patternWithoutGroup(text);
  return pattern;
}

/**
 * Returns the label in a path in NFC: the group named `label`, or else the first group that matches. A group that matches nothing, or the empty
 * string, is not a label.
 */
export const labelOf = (path: string, pattern: RegExp) => labelIn(path.normalize('NFC'), pattern);

/** Returns the label in a path as it is written. */
export function labelIn(path: string, pattern: RegExp): string | undefined {
  const found = pattern.exec(path);
  if (!found) return undefined;
  if (found.groups && LABEL in found.groups) return found.groups[LABEL] || undefined;
  return found.slice(1).find((group) => group !== undefined && group !== '');
}
