import { patternInvalid, patternWithoutGroup } from './class-messages.js';

/** Compiles the `labels` option. @throws ExperimentError when it is no regular expression, or has no group. */
export function labelPattern(text: string): RegExp {
  let pattern: RegExp;
  let groups: number;
  try {
    pattern = new RegExp(text);
    // With an empty alternative the expression matches anything, which tells the number of its groups.
    groups = (new RegExp(`${text}|`).exec('')?.length ?? 1) - 1;
  } catch (error) {
    throw patternInvalid(text, (error as Error).message);
  }
  if (groups === 0) throw patternWithoutGroup(text);
  return pattern;
}

/** The label in a path: the first group that matches. Undefined when the path does not match. */
export function labelOf(path: string, pattern: RegExp): string | undefined {
  return pattern
    .exec(path)
    ?.slice(1)
    .find((group) => group !== undefined && group !== '');
}
