import { type Column, FeatureColumn } from './feature-column.js';
import type { FeatureSpec } from './feature-spec.js';
import { eachEntry, type MapEntry } from './map-entries.js';
import { Wire } from './wire.js';

const FIRST = 10;
const SECOND = 18;

export type FeatureSpecs = Readonly<Record<string, FeatureSpec>>;

interface NamedSpec {
  readonly name: string;
  readonly key: Uint8Array;
  readonly spec: FeatureSpec;
}

/**
 * Parses selected features of many records into columns, like TensorFlow's `parse_example`, without creating objects per record. With
 * `steps`, the records are SequenceExamples: these features are in their feature lists, the others in their context.
 */
export class ExampleParser {
  private readonly wire = new Wire();
  private readonly entry: MapEntry = { keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0 };
  private columns: readonly FeatureColumn[] = [];
  private lists: readonly FeatureColumn[] = [];
  private all: readonly FeatureColumn[] = [];
  private readonly lengths = new Map<string, number>();
  private rows = 0;
  private unfinished = false;
  /** Index of the column to try first: records mostly have their features in the same order. */
  private hint = 0;

  private readonly features: readonly NamedSpec[];
  private readonly steps: readonly NamedSpec[] | undefined;

  constructor(features: FeatureSpecs, steps?: FeatureSpecs) {
    this.features = named(features);
    this.steps = steps && named(steps);
  }

  /** Begins new columns for at most `rows` records. */
  begin(rows: number): void {
    this.columns = this.features.map(
      ({ name, key, spec }) => new FeatureColumn(name, key, spec, rows, this.expected(name)),
    );
    this.lists = (this.steps ?? []).map(
      ({ name, key, spec }) => new FeatureColumn(name, key, spec, rows, this.expected(name)),
    );
    this.all = [...this.columns, ...this.lists];
    this.rows = 0;
    this.unfinished = false;
  }

  /**
   * Adds a record, bytes `start .. end` of an array. Columns of byte strings keep subarrays of it.
   * @throws MalformedExample
   */
  add(bytes: Uint8Array, start: number, end: number): void {
    // A record that failed may have left values in some columns, which do not count.
    if (this.unfinished) for (const column of this.all) column.row = -1;
    this.unfinished = true;
    const { wire, rows: row } = this;
    wire.open(bytes, start);
    while (wire.position < end) {
      const tag = wire.tag(end);
      if (tag === FIRST) eachEntry(wire, wire.fieldEnd(end), this.entry, this.takeFeature);
      else if (tag === SECOND && this.steps) eachEntry(wire, wire.fieldEnd(end), this.entry, this.takeSteps);
      else wire.skip(tag, end);
    }
    for (const column of this.all) if (column.row !== row) column.lack(row);
    this.rows = row + 1;
    this.unfinished = false;
  }

  /** Returns the columns of the added records, by feature name. */
  finish(): Readonly<Record<string, Column>> {
    const columns = Object.fromEntries(this.all.map((column) => [column.name, column.result(this.rows)]));
    for (const [name, { values }] of Object.entries(columns)) this.lengths.set(name, values.length);
    return columns;
  }

  /** Estimates the length of a column from the previous one. */
  private expected(name: string): number {
    return Math.ceil((this.lengths.get(name) ?? 0) * 1.25);
  }

  private readonly takeFeature = () => {
    const { wire, entry } = this;
    const column = this.find(this.columns);
    if (!column) return;
    wire.position = entry.valueStart;
    column.read(wire, entry.valueEnd, this.rows);
  };

  private readonly takeSteps = () => {
    const { wire, entry } = this;
    const column = this.find(this.lists);
    if (!column) return;
    wire.position = entry.valueStart;
    column.readSteps(wire, entry.valueEnd, this.rows);
  };

  private find(columns: readonly FeatureColumn[]): FeatureColumn | undefined {
    const { keyStart, keyEnd } = this.entry;
    for (let tried = 0; tried < columns.length; tried += 1) {
      const index = (this.hint + tried) % columns.length;
      if (!isKey(columns[index].key, this.wire.bytes, keyStart, keyEnd)) continue;
      this.hint = index + 1;
      return columns[index];
    }
    return undefined;
  }
}

const named = (specs: FeatureSpecs): NamedSpec[] =>
  Object.entries(specs).map(([name, spec]) => ({ name, key: new TextEncoder().encode(name), spec }));

function isKey(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let index = 0; index < key.length; index += 1) if (key[index] !== bytes[start + index]) return false;
  return true;
}
