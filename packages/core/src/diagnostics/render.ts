import { excerpt } from './excerpt.js';
import { printable } from './printable.js';
import type { Problem } from './problem.js';
import { placeOf } from './span.js';

/** Functions that color the parts of a rendered problem. */
export interface Paint {
  readonly code: (text: string) => string;
  readonly place: (text: string) => string;
  readonly mark: (text: string) => string;
  readonly dim: (text: string) => string;
}

const plain = (text: string) => text;
const NO_PAINT: Paint = { code: plain, place: plain, mark: plain, dim: plain };
const MOST_SHOWN = 10;

/** Renders a problem: `file:line:column CODE`, the message, the excerpt with carets, the notes. The text has no control characters. */
export function renderProblem(problem: Problem, text: string, paint: Paint = NO_PAINT): string {
  const { span } = problem;
  const place = span ? `${paint.place(printable(placeOf(span)))} ` : '';
  const parts = [`${place}${paint.code(problem.code)}\n${printable(problem.message)}`];
  if (span && (text || span.flag !== undefined)) parts.push(excerpt(span, text, paint));
  if (problem.notes.length > 0) parts.push(problem.notes.map((note) => `  ${printable(note)}`).join('\n'));
  return parts.join('\n\n');
}

/** Renders the problems of a file, at most ten of them in full. */
export function renderProblems(problems: readonly Problem[], text: string, paint: Paint = NO_PAINT): string {
  const shown = problems.slice(0, MOST_SHOWN).map((problem) => renderProblem(problem, text, paint));
  const rest = problems.length - shown.length;
  if (rest > 0) shown.push(`… and ${rest} more ${rest === 1 ? 'problem' : 'problems'}`);
  return shown.join('\n\n\n');
}
