import type { Problem } from './problem.js';

/** Problems as they stand in the file; those without a place come first. */
export function inFileOrder(problems: readonly Problem[]): Problem[] {
  const place = ({ span }: Problem) => (span ? span.line * 1e6 + span.column : 0);
  return [...problems].sort((a, b) => place(a) - place(b));
}
