import { brief } from './brief.js';
import type { Problem } from './problem.js';

const LONGEST_LINE = 1000;
const MOST_NOTES = 20;

/** Returns problems sorted by position; those without a position and those of flags come first. Long texts are truncated. */
export function inFileOrder(problems: readonly Problem[]): Problem[] {
  const place = ({ span }: Problem) => (span && span.flag === undefined ? span.line * 1e9 + span.column : 0);
  return problems.map(bounded).sort((a, b) => place(a) - place(b));
}

/** Messages of plugins may be of any length. */
function bounded(problem: Problem): Problem {
  const notes = problem.notes.slice(-MOST_NOTES).map(cut);
  return { ...problem, message: cut(problem.message), notes };
}

const cut = (text: string) => (text.length > LONGEST_LINE ? brief(text, LONGEST_LINE) : text);
