import { ClassNames, className } from '@expgraph/data/labels';
import type { Column } from './examples/index.js';
import type { FeatureOptions, ReadPlan } from './input-features.js';
import { noClassAtAll } from './messages.js';
import type { RecordIndex } from './record-index.js';

/** Labels that are gathered record by record, and the classes that they make. */
export class LabelClasses {
  private readonly found: (number | string)[] = [];
  /** Where those of each record end. */
  private readonly ends: number[] = [];
  private readonly type: 'none' | 'texts' | 'integers' | 'numbers' | 'shares';
  private readonly given: readonly string[];
  private readonly indices: ReadonlyMap<string, number>;
  private readonly names = new ClassNames();

  constructor(
    private readonly plan: Pick<ReadPlan, 'label'>,
    private readonly options: Pick<FeatureOptions, 'labelEncoding' | 'classes'>,
  ) {
    if (!plan.label) this.type = 'none';
    else if (options.labelEncoding === 'number') this.type = 'numbers';
    else if (options.labelEncoding === 'shares') this.type = 'shares';
    else this.type = plan.label.type === 'bytes' ? 'texts' : 'integers';
    this.given = options.classes.map(className);
    this.indices = new Map(this.given.map((name, index) => [name, index]));
  }

  /** Takes over the labels of a record; returns one as a text, and takes none of them, where it is of no class. */
  add(values: Column['values'] = []): string | undefined {
    const labels = Array.from(values as Iterable<number | bigint | Uint8Array>, (value) =>
      value instanceof Uint8Array ? this.nameOf(Buffer.from(value).toString()) : Number(value),
    );
    const unknown = labels.find((label) => !this.isKnown(label));
    if (unknown !== undefined) return typeof unknown === 'string' ? `"${unknown}"` : `${unknown}`;
    this.found.push(...labels);
    this.ends.push(this.found.length);
    return undefined;
  }

  /** Returns a sentence about each class that is written in several ways. */
  notices(): string[] {
    return this.names.notices();
  }

  /** A label of blanks is of no class, as `isKnown` says. */
  private nameOf(label: string): string {
    return className(label) === '' ? '' : this.names.nameOf(label, '');
  }

  result(): Pick<RecordIndex, 'labels' | 'classes' | 'shares'> {
    const { found, ends, type, given, plan, options } = this;
    if (type === 'numbers') return { labels: Float32Array.from(found as number[]), classes: [] };
    if (type === 'none') return { labels: new Int32Array(ends.length), classes: ['unknown'] };
    if (type === 'shares') return this.shared();
    const classes = given.length > 0 ? given : this.seen();
    const indexOf = new Map(classes.map((name, index) => [name, index]));
    const numbers = Int32Array.from(found, (label) =>
      typeof label === 'string' ? (indexOf.get(label) as number) : label,
    );
    if (options.labelEncoding === 'class') return { labels: numbers, classes };
    if (classes.length === 0) throw noClassAtAll(plan.label?.name ?? '');
    return { labels: indicators(numbers, ends, classes.length), classes };
  }

  /** The classes of the largest shares, and the shares. */
  private shared(): Required<Pick<RecordIndex, 'labels' | 'classes' | 'shares'>> {
    const shares = Float32Array.from(this.found as number[]);
    const count = shares.length / this.ends.length;
    const labels = Int32Array.from(this.ends, (end) => {
      const row = shares.subarray(end - count, end);
      return row.indexOf(Math.max(...row));
    });
    return { labels, shares, classes: this.given.length > 0 ? this.given : numbered(count) };
  }

  private isKnown(label: number | string): boolean {
    if (this.type === 'texts') return this.given.length === 0 ? label !== '' : this.indices.has(label as string);
    if (this.type !== 'integers') return true;
    return (label as number) >= 0 && (label as number) < (this.given.length || 2 ** 16);
  }

  /** Texts are sorted; integers are numbers of classes, and named so, also those that no record has. */
  private seen(): string[] {
    if (this.type === 'texts') return [...new Set(this.found as string[])].sort();
    const most = (this.found as number[]).reduce((a, b) => Math.max(a, b), -1);
    return numbered(most + 1);
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index));

/** `[records, classes]`: 1 for each class that a record has. */
function indicators(numbers: Int32Array, ends: readonly number[], classes: number): Float32Array {
  const labels = new Float32Array(ends.length * classes);
  let begin = 0;
  for (const [record, end] of ends.entries()) {
    for (const number of numbers.subarray(begin, end)) labels[record * classes + number] = 1;
    begin = end;
  }
  return labels;
}
