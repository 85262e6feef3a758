import stringWidth from 'string-width';
import { printable } from './printable.js';
import type { Paint } from './render.js';
import type { Span } from './span.js';

/** Characters of a line that are shown: the part around the marks when it is longer. */
const LONGEST = 160;
const BEFORE_MARKS = 60;

type Marks = Pick<Paint, 'mark' | 'dim'>;

/** The lines around a span, or the flag that it is in, with carets below it. */
export function excerpt(span: Span, text: string, paint: Marks): string {
  if (span.flag !== undefined) return flagExcerpt(span, span.flag, paint);
  const lines = text.split('\n', span.line + 1);
  const first = Math.max(1, span.line - 2);
  const last = Math.min(lines.length, span.line + 1);
  const width = String(last).length + 2;
  const rows: string[] = [];
  for (let line = first; line <= last; line += 1) {
    const content = lines[line - 1].replace(/\r$/, '');
    if (line !== span.line) {
      if (line > span.line && content.trim() === '') continue;
      rows.push(paint.dim(`${String(line).padStart(width)} | ${cut(content, 0)}`).trimEnd());
      continue;
    }
    const { shown, blanks, carets } = marked(span, content);
    rows.push(`${paint.mark('>')}${String(line).padStart(width - 1)} | ${shown}`);
    rows.push(`${' '.repeat(width)} | ${blanks}${paint.mark(carets)}`);
  }
  return rows.join('\n');
}

function flagExcerpt(span: Span, flag: string, paint: Marks): string {
  const { shown, blanks, carets } = marked(span, flag.split('\n')[span.line - 1] ?? '');
  return `  ${shown}\n  ${blanks}${paint.mark(carets)}`;
}

/** A line, and what stands below it. Widths are those on a terminal: a Korean letter takes two columns. */
function marked(span: Span, content: string): { shown: string; blanks: string; carets: string } {
  const end = span.endLine === span.line ? span.endColumn : content.length + 1;
  const start = content.length > LONGEST ? Math.max(0, span.column - 1 - BEFORE_MARKS) : 0;
  const shown = cut(content, start);
  const before = stringWidth((start > 0 ? '…' : '') + visible(content.slice(start, span.column - 1)));
  const below = stringWidth(visible(content.slice(span.column - 1, Math.min(end - 1, start + LONGEST))));
  return { shown, blanks: ' '.repeat(before), carets: '^'.repeat(Math.max(1, below)) };
}

/** What is shown of a line, from a place on. */
function cut(content: string, start: number): string {
  const part = visible(content.slice(start, start + LONGEST));
  return `${start > 0 ? '…' : ''}${part}${start + LONGEST < content.length ? '…' : ''}`;
}

/** A tab is as wide as the terminal likes: a blank keeps marks below what they mark. */
const visible = (text: string) => printable(text).replaceAll('\t', ' ');
