import { ProblemList } from '../diagnostics/problem-list.js';
import type { Span } from '../diagnostics/span.js';
import type { DocumentPath } from './document.js';
import { ExpansionBudget } from './expansion-budget.js';
import { parseYaml } from './parse-yaml.js';
import type { SourceMap } from './source-map.js';
import { toPlain } from './to-plain.js';

const FLAG = '--set';

/** A change to a document, from the command line: `--set params.epochs=3`. */
export class Setting {
  private constructor(
    /** Text after the name of the flag. */
    readonly text: string,
    readonly path: readonly string[],
    readonly value: unknown,
    /** Positions within the value, if it is YAML. */
    private readonly map: SourceMap | undefined,
  ) {}

  /** Returns undefined for a text that is not of the form `path=value`. */
  static read(text: string): Setting | undefined {
    const match = /^([^=]+)=(.*)$/s.exec(text);
    if (!match) return undefined;
    const path = match[1].trim().split('.');
    const { value, map } = readValue(match[2]);
    return new Setting(text, path, value, map);
  }

  /** Returns the position of a part of the value, or of the last key of the path. */
  locate(inside: DocumentPath, part: 'key' | 'value'): Span {
    const before = FLAG.length + 1 + this.text.indexOf('=') + 1;
    if (part === 'key' && inside.length === 0) return this.locateSegment(this.path.length - 1);
    if (!this.map) return flagSpan(this.text, before, before + this.text.length);
    const { line, column, endLine, endColumn } = this.map.locate(inside, part);
    return {
      ...flagSpan(this.text, 0, 0),
      line,
      column: column + (line === 1 ? before : 0),
      endLine,
      endColumn: endColumn + (endLine === 1 ? before : 0),
    };
  }

  /** Returns the position of a segment of the path. */
  locateSegment(index: number): Span {
    const start =
      FLAG.length + 1 + this.path.slice(0, index).reduce((length, segment) => length + segment.length + 1, 0);
    return flagSpan(this.text, start, start + this.path[index].length);
  }
}

/** Returns a range of a flag; offsets count from its first dash. */
export function flagSpan(text: string, start = FLAG.length + 1, end = FLAG.length + 1 + text.length): Span {
  const flag = `${FLAG} ${text}`;
  const endColumn = Math.max(start + 1, Math.min(end, flag.length)) + 1;
  return { file: FLAG, line: 1, column: start + 1, endLine: 1, endColumn, flag };
}

/** Parses a value as YAML. A value that is not YAML, or only a comment, is text: `*.csv`, `%x`, `#ff0000`. */
function readValue(text: string): { value: unknown; map?: SourceMap } {
  const { yaml, map, problem } = parseYaml(text, FLAG);
  if (problem || (yaml.contents === null && text.trim() !== '') || text.startsWith('#')) return { value: text };
  const problems = new ProblemList();
  const value = toPlain(yaml.contents, { problems, budget: new ExpansionBudget(), span: map.span.bind(map) });
  return problems.found.length > 0 ? { value: text } : { value, map };
}
