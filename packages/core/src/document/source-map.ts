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

/** Finds where the parts of a YAML document stand. */
export class SourceMap {
  constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly yaml: YamlDocument.Parsed,
    private readonly lines: LineCounter,
  ) {}

  locate(path: DocumentPath, part: 'key' | 'value' = 'value'): Span {
    let node: Node | null = this.yaml.contents;
    let range = this.rangeOf(node);
    for (const [depth, segment] of path.entries()) {
      const last = depth === path.length - 1;
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find(
          (item) => isScalar(item.key) && String(item.key.value) === String(segment),
        );
        if (!pair) break;
        const key = this.rangeOf(pair.key as Node);
        node = pair.value as Node | null;
        range = (last && part === 'key') || !node ? key : this.rangeOf(node);
      } else if (isSeq(node)) {
        const item: unknown = node.items[Number(segment)];
        if (!item || isPair(item)) break;
        node = item as Node;
        range = this.rangeOf(node);
      } else break;
    }
    return this.span(range[0], range[1]);
  }

  span(start: number, end: number): Span {
    const from = this.lines.linePos(start);
    const to = this.lines.linePos(Math.max(start + 1, this.trimEnd(start, end)));
    return { file: this.file, line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
  }

  private rangeOf(node: Node | null): [number, number] {
    const range = node?.range;
    return range ? [range[0], range[1]] : [0, 1];
  }

  /** A block's range ends at the start of the next line: marks stop at its last character. */
  private trimEnd(start: number, end: number): number {
    let trimmed = end;
    while (trimmed > start + 1 && /\s/.test(this.text[trimmed - 1] ?? '')) trimmed -= 1;
    return trimmed;
  }
}
