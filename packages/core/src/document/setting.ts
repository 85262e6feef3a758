import { ProblemList } from '../diagnostics/problem-list.js';
import type { Span } from '../diagnostics/span.js';
import type { DocumentPath } from './document.js';
import { ExpansionBudget } from './expansion-budget.js';
import { parseYaml } from './parse-yaml.js';
import type { SourceMap } from './source-map.js';
import { toPlain } from './to-plain.js';

const FLAG = '--set';

/** A change to a document that was asked for on the command line: `--set params.epochs=3`. */
export class Setting {
  private constructor(
    /** As it was written, behind the name of the flag. */
    readonly text: string,
    readonly path: readonly string[],
    readonly value: unknown,
    /** Of the value, where it is YAML. */
    private readonly map: SourceMap | undefined,
  ) {}

  /** Undefined where it is not of the form `path=value`. */
  static read(text: string): Setting | undefined {
    const match = /^([^=]+)=(.*)$/s.exec(text);
    if (!match) return undefined;
    const path = match[1].trim().split('.');
    const { value, map } = readValue(match[2]);
    return new Setting(text, path, value, map);
  }

  /** Where a part of the value stands, or the last key of the path. */
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

  /** Where a segment of the path stands. */
  locateSegment(index: number): Span {
    const start =
      FLAG.length + 1 + this.path.slice(0, index).reduce((length, segment) => length + segment.length + 1, 0);
    return flagSpan(this.text, start, start + this.path[index].length);
  }
}

/** A stretch of a flag: offsets count from its first dash. */
export function flagSpan(text: string, start = FLAG.length + 1, end = FLAG.length + 1 + text.length): Span {
  const flag = `${FLAG} ${text}`;
  const endColumn = Math.max(start + 1, Math.min(end, flag.length)) + 1;
  return { file: FLAG, line: 1, column: start + 1, endLine: 1, endColumn, flag };
}

/** A value is YAML. What is not, or would be nothing but a comment, is text: `*.csv`, `%x`, `#ff0000`. */
function readValue(text: string): { value: unknown; map?: SourceMap } {
  const { yaml, map, problem } = parseYaml(text, FLAG);
  if (problem || (yaml.contents === null && text.trim() !== '') || text.startsWith('#')) return { value: text };
  const problems = new ProblemList();
  const value = toPlain(yaml.contents, { problems, budget: new ExpansionBudget(), span: map.span.bind(map) });
  return problems.found.length > 0 ? { value: text } : { value, map };
}
