import type { Column } from './examples/index.js';
import type { FeatureOptions, ReadPlan } from './input-features.js';

/** Labels that are gathered record by record, and the classes that they make. */
export class LabelClasses {
  private readonly found: (number | string)[] = [];
  private readonly type: 'none' | 'texts' | 'integers' | 'numbers';
  private readonly indices: ReadonlyMap<string, number>;

  constructor(
    { label }: Pick<ReadPlan, 'label'>,
    { labelEncoding }: Pick<FeatureOptions, 'labelEncoding'>,
    private readonly given: readonly string[],
  ) {
    if (!label) this.type = 'none';
    else if (labelEncoding === 'number') this.type = 'numbers';
    else this.type = label.type === 'bytes' ? 'texts' : 'integers';
    this.indices = new Map(given.map((name, index) => [name, index]));
  }

  /** Takes over the label of row `row`; returns it as a text, and does not take it, where it is of no class. */
  add(values: Column['values'] | undefined, row: number): string | undefined {
    const label = this.read(values, row);
    const isKnown =
      this.type === 'texts'
        ? this.given.length === 0 || this.indices.has(label as string)
        : this.type !== 'integers' || ((label as number) >= 0 && (label as number) < (this.given.length || 2 ** 16));
    if (!isKnown) return typeof label === 'string' ? `"${label}"` : `${label}`;
    this.found.push(label);
    return undefined;
  }

  result(): { labels: Int32Array | Float32Array; classes: readonly string[] } {
    const { found, type, given } = this;
    if (type === 'numbers') return { labels: Float32Array.from(found as number[]), classes: [] };
    if (type === 'none') return { labels: new Int32Array(found.length), classes: ['unknown'] };
    const classes = given.length > 0 ? given : this.seen();
    if (type === 'integers') return { labels: Int32Array.from(found as number[]), classes };
    const indexOf = new Map(classes.map((name, index) => [name, index]));
    return { labels: Int32Array.from(found, (name) => indexOf.get(name as string) as number), classes };
  }

  private read(values: Column['values'] | undefined, row: number): number | string {
    if (!values) return 0;
    const value = values[row];
    return value instanceof Uint8Array ? Buffer.from(value).toString() : Number(value);
  }

  /** Texts are sorted; integers are numbers of classes, and named so, also those that no record has. */
  private seen(): string[] {
    if (this.type === 'texts') return [...new Set(this.found as string[])].sort();
    const most = (this.found as number[]).reduce((a, b) => Math.max(a, b), 0);
    return Array.from({ length: most + 1 }, (_, index) => String(index));
  }
}
