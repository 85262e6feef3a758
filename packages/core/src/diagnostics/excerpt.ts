import stringWidth from 'string-width';
import { printable } from './printable.js';
import type { Paint } from './render.js';
import type { Span } from './span.js';

/** Number of characters of a line to show; of a longer line, the part around the marks. */
const LONGEST = 160;
const BEFORE_MARKS = 60;

type Marks = Pick<Paint, 'mark' | 'dim'>;

/** Returns the lines around a span, or its command-line flag, with carets below the span. */
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

/** Returns a line and the carets below it. Widths are terminal columns: a Korean letter takes two. */
function marked(span: Span, content: string): { shown: string; blanks: string; carets: string } {
  const end = span.endLine === span.line ? span.endColumn : content.length + 1;
  const start = content.length > LONGEST ? Math.max(0, span.column - 1 - BEFORE_MARKS) : 0;
  const shown = cut(content, start);
  const before = stringWidth((start > 0 ? '…' : '') + visible(content.slice(start, span.column - 1)));
  const below = stringWidth(visible(content.slice(span.column - 1, Math.min(end - 1, start + LONGEST))));
  return { shown, blanks: ' '.repeat(before), carets: '^'.repeat(Math.max(1, below)) };
}

/** Returns the visible part of a line, from an offset. */
function cut(content: string, start: number): string {
  const part = visible(content.slice(start, start + LONGEST));
  return `${start > 0 ? '…' : ''}${part}${start + LONGEST < content.length ? '…' : ''}`;
}

/** The width of a tab depends on the terminal: a blank keeps the carets aligned. */
const visible = (text: string) => printable(text).replaceAll('\t', ' ');
