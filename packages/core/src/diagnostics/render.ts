import type { Problem } from './problem.js';
import type { Span } from './span.js';

/** Colours for parts of a rendered problem; each takes and gives text. */
export interface Paint {
  readonly code: (text: string) => string;
  readonly place: (text: string) => string;
  readonly mark: (text: string) => string;
  readonly dim: (text: string) => string;
}

const plain = (text: string) => text;
const NO_PAINT: Paint = { code: plain, place: plain, mark: plain, dim: plain };
const MAX_PROBLEMS = 10;

/** `file:line:column CODE`, the message, the excerpt with a caret, and the notes. */
export function renderProblem(problem: Problem, text: string, paint: Paint = NO_PAINT): string {
  const { span } = problem;
  const place = span ? `${paint.place(`${span.file}:${span.line}:${span.column}`)} ` : '';
  const parts = [`${place}${paint.code(problem.code)}\n${problem.message}`];
  if (span && text) parts.push(excerpt(span, text, paint));
  if (problem.notes.length > 0) parts.push(problem.notes.map((note) => `  ${note}`).join('\n'));
  return parts.join('\n\n');
}

/** All problems of a file, at most ten of them in full. */
export function renderProblems(problems: readonly Problem[], text: string, paint: Paint = NO_PAINT): string {
  const shown = problems.slice(0, MAX_PROBLEMS).map((problem) => renderProblem(problem, text, paint));
  const rest = problems.length - shown.length;
  if (rest > 0) shown.push(`… and ${rest} more ${rest === 1 ? 'problem' : 'problems'}`);
  return shown.join('\n\n\n');
}

function excerpt(span: Span, text: string, paint: Paint): string {
  const lines = text.split('\n');
  const first = Math.max(1, span.line - 2);
  const last = Math.min(lines.length, span.line + 1);
  const width = String(last).length + 2;
  const rows: string[] = [];
  for (let line = first; line <= last; line += 1) {
    const content = lines[line - 1].replace(/\r$/, '');
    if (line !== span.line) {
      if (line > span.line && content.trim() === '') continue;
      rows.push(paint.dim(`${String(line).padStart(width)} | ${content}`).trimEnd());
      continue;
    }
    rows.push(`${paint.mark('>')}${String(line).padStart(width - 1)} | ${content}`);
    const end = span.endLine === span.line ? span.endColumn : content.length + 1;
    const carets = '^'.repeat(Math.max(1, end - span.column));
    rows.push(`${' '.repeat(width)} | ${' '.repeat(span.column - 1)}${paint.mark(carets)}`);
  }
  return rows.join('\n');
}
