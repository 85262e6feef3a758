import { ClassNames, className } from '@expgraph/data/labels';
import type { Column } from './examples/index.js';
import type { FeatureOptions, ReadPlan } from './input-features.js';
import { noClasses } from './messages.js';
import type { RecordIndex } from './record-index.js';

/** Collects labels record by record, and derives the classes. */
export class LabelClasses {
  private readonly found: (number | string)[] = [];
  /** The end of the labels of each record in `found`. */
  private readonly ends: number[] = [];
  private readonly type: 'none' | 'texts' | 'integers' | 'numbers' | 'soft';
  private readonly given: readonly string[];
  private readonly indices: ReadonlyMap<string, number>;
  private readonly names = new ClassNames();

  constructor(
    private readonly plan: Pick<ReadPlan, 'label'>,
    private readonly options: Pick<FeatureOptions, 'labelEncoding' | 'classes'>,
  ) {
    if (!plan.label) this.type = 'none';
    else if (options.labelEncoding === 'number') this.type = 'numbers';
    else if (options.labelEncoding === 'soft') this.type = 'soft';
    else this.type = plan.label.type === 'bytes' ? 'texts' : 'integers';
    this.given = options.classes.map(className);
    this.indices = new Map(this.given.map((name, index) => [name, index]));
  }

  /** Adds the labels of a record. If one is not a valid class, returns it as a string and adds none. */
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

  /** Returns a sentence about each class with several spellings. */
  notices(): string[] {
    return this.names.notices();
  }

  /** A blank label is not a valid class, see `isKnown`. */
  private nameOf(label: string): string {
    return className(label) === '' ? '' : this.names.nameOf(label, '');
  }

  result(): Pick<RecordIndex, 'labels' | 'classes' | 'softLabels'> {
    const { found, ends, type, given, plan, options } = this;
    if (type === 'numbers') return { labels: Float32Array.from(found as number[]), classes: [] };
    if (type === 'none') return { labels: new Int32Array(ends.length), classes: ['unknown'] };
    if (type === 'soft') return this.soft();
    const classes = given.length > 0 ? given : this.seen();
    const indexOf = new Map(classes.map((name, index) => [name, index]));
    const numbers = Int32Array.from(found, (label) =>
      typeof label === 'string' ? (indexOf.get(label) as number) : label,
    );
    if (options.labelEncoding === 'class') return { labels: numbers, classes };
    if (classes.length === 0) throw noClasses(plan.label?.name ?? '');
    return { labels: indicators(numbers, ends, classes.length), classes };
  }

  /** Returns soft labels, and for each record the class with the largest value. */
  private soft(): Required<Pick<RecordIndex, 'labels' | 'classes' | 'softLabels'>> {
    const softLabels = Float32Array.from(this.found as number[]);
    const count = softLabels.length / this.ends.length;
    const labels = Int32Array.from(this.ends, (end) => {
      const row = softLabels.subarray(end - count, end);
      return row.indexOf(Math.max(...row));
    });
    return { labels, softLabels, classes: this.given.length > 0 ? this.given : numbered(count) };
  }

  private isKnown(label: number | string): boolean {
    if (this.type === 'texts') return this.given.length === 0 ? label !== '' : this.indices.has(label as string);
    if (this.type !== 'integers') return true;
    return (label as number) >= 0 && (label as number) < (this.given.length || 2 ** 16);
  }

  /** Returns the classes of the labels: strings sorted, integers as class indices, including those that do not occur. */
  private seen(): string[] {
    if (this.type === 'texts') return [...new Set(this.found as string[])].sort();
    const most = (this.found as number[]).reduce((a, b) => Math.max(a, b), -1);
    return numbered(most + 1);
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index));

/** Returns multi-hot labels, `[records, classes]`. */
function indicators(numbers: Int32Array, ends: readonly number[], classes: number): Float32Array {
  const labels = new Float32Array(ends.length * classes);
  let begin = 0;
  for (const [record, end] of ends.entries()) {
    for (const number of numbers.subarray(begin, end)) labels[record * classes + number] = 1;
    begin = end;
  }
  return labels;
}
