import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type Document as YamlDocument,
} from 'yaml';
import type { Span } from '../diagnostics/span.js';
import type { DocumentPath } from './document.js';

interface Found {
  readonly node: Node | null;
  /** Range of the key, for a value of a mapping. */
  readonly key?: Node;
  readonly range: readonly [number, number];
  /** Whether the document has the whole path. */
  readonly whole: boolean;
}

/** Finds the positions of the parts of a YAML document. */
export class SourceMap {
  constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly yaml: YamlDocument.Parsed,
    private readonly lines: LineCounter,
  ) {}

  locate(path: DocumentPath, part: 'key' | 'value' = 'value'): Span {
    const { range } = this.find(path, part);
    return this.span(range[0], range[1]);
  }

  /** Whether the document has the whole path. */
  has(path: DocumentPath): boolean {
    return this.find(path, 'value').whole;
  }

  /** Returns the comment in place of a missing value: `background: #ff0000`. Undefined for a value, or for a comment of several words. */
  commentAt(path: DocumentPath): string | undefined {
    const { node, key, whole } = this.find(path, 'value');
    if (!whole || (node && (!isScalar(node) || node.source))) return undefined;
    const start = key?.range?.[1] ?? node?.range?.[0] ?? 0;
    const [rest] = this.text.slice(start, start + 200).split('\n', 1);
    return /^\s*:?\s*(#\S+)\s*$/.exec(rest)?.[1];
  }

  span(start: number, end: number): Span {
    const from = this.lines.linePos(start);
    const to = this.lines.linePos(Math.max(start + 1, this.trimEnd(start, end)));
    // An empty text has no line.
    const [line, column] = [Math.max(1, from.line), Math.max(1, from.col)];
    return { file: this.file, line, column, endLine: Math.max(line, to.line), endColumn: Math.max(column + 1, to.col) };
  }

  private find(path: DocumentPath, part: 'key' | 'value'): Found {
    let node: Node | null = this.yaml.contents;
    let key: Node | undefined;
    let range = rangeOf(node);
    for (const [depth, segment] of path.entries()) {
      const last = depth === path.length - 1;
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find(
          (item) => isScalar(item.key) && String(item.key.value) === String(segment),
        );
        if (!pair) return { node, key, range, whole: false };
        key = pair.key as Node;
        node = pair.value as Node | null;
        range = (last && part === 'key') || !node ? rangeOf(key) : rangeOf(node);
      } else if (isSeq(node)) {
        const item: unknown = node.items[Number(segment)];
        if (!item || isPair(item)) return { node, key, range, whole: false };
        key = undefined;
        node = item as Node;
        range = rangeOf(node);
      } else return { node, key, range, whole: false };
    }
    return { node, key, range, whole: true };
  }

  /** A block's range ends at the start of the next line: move the end back to its last character. */
  private trimEnd(start: number, end: number): number {
    let trimmed = end;
    while (trimmed > start + 1 && /\s/.test(this.text[trimmed - 1] ?? '')) trimmed -= 1;
    return trimmed;
  }
}

function rangeOf(node: Node | null): [number, number] {
  const range = node?.range;
  return range ? [range[0], range[1]] : [0, 1];
}
