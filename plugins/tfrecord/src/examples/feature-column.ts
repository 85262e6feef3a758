import { type ColumnValues, columnValues } from './column-values.js';
import type { FeatureType } from './example.js';
import { type FeatureSpec, stepSize } from './feature-spec.js';
import { MalformedExample } from './malformed-example.js';
import { BYTES_LIST, FLOAT_LIST, INT64_LIST } from './value-lists.js';
import type { Wire } from './wire.js';

const TYPES = new Map<number, FeatureType>([
  [BYTES_LIST, 'bytes'],
  [FLOAT_LIST, 'float32'],
  [INT64_LIST, 'int64'],
]);

/** The values of one feature in several records. */
export interface Column {
  readonly spec: FeatureSpec;
  /** `[rows, (length,) ...shape]`, row-major; ragged rows one after another. */
  readonly values: Float32Array | BigInt64Array | readonly Uint8Array[];
  /** `[rows + 1]`, for ragged rows: where each row begins and ends in `values`. */
  readonly splits?: Int32Array;
}

/** A column that is being filled, row by row. */
export class FeatureColumn {
  /** The last row that was read. */
  row = -1;
  private readonly store: ColumnValues;
  private readonly rowSize: number;
  private readonly splits: Int32Array | undefined;
  private readonly step: number;

  constructor(
    readonly name: string,
    /** The name as bytes. */
    readonly key: Uint8Array,
    private readonly spec: FeatureSpec,
    rows: number,
    /** Number of values to make room for, if rows are ragged. */
    expected: number,
  ) {
    this.step = stepSize(spec);
    const ragged = spec.length === 'any';
    this.rowSize = this.step * (typeof spec.length === 'number' ? spec.length : 1);
    this.store = columnValues(spec.type, ragged ? expected : rows * this.rowSize);
    this.splits = ragged ? new Int32Array(rows + 1) : undefined;
  }

  /** Reads the Feature that ends at `end`. If a record has the name twice, the last one counts. */
  read(wire: Wire, end: number, row: number): void {
    const begin = this.splits ? this.splits[row] : row * this.rowSize;
    const limit = this.splits ? Number.POSITIVE_INFINITY : begin + this.rowSize;
    const found = this.readFeature(wire, end, begin, limit);
    if (found >= 0) this.finish(row, begin, found);
    else this.row = -1;
  }

  /** Reads the timesteps of a FeatureList, each of them a Feature. */
  readSteps(wire: Wire, end: number, row: number): void {
    const begin = this.splits ? this.splits[row] : row * this.rowSize;
    const limit = this.splits ? Number.POSITIVE_INFINITY : begin + this.rowSize;
    let found = 0;
    while (wire.position < end) {
      const tag = wire.tag(end);
      if (tag !== BYTES_LIST) {
        wire.skip(tag, end);
        continue;
      }
      const last = wire.fieldEnd(end);
      const count = Math.max(0, this.readFeature(wire, last, begin + found, limit));
      if (count !== this.step) throw this.wrongCount(count, 'in a timestep ');
      found += count;
    }
    this.finish(row, begin, found);
  }

  /** Fills the row of a record without the feature. */
  lack(row: number): void {
    const { spec, splits } = this;
    if (splits) splits[row + 1] = splits[row];
    else if (spec.default !== undefined) this.store.fill(spec.default, row * this.rowSize, (row + 1) * this.rowSize);
    else throw new MalformedExample(`feature "${this.name}" is missing and has no default`);
    this.row = row;
  }

  /** Returns the first `rows` rows. */
  result(rows: number): Column {
    const { values } = this.store;
    const { spec, splits } = this;
    if (splits) return { spec, values: upTo(values, splits[rows]), splits: upTo(splits, rows + 1) };
    return { spec, values: upTo(values, rows * this.rowSize) };
  }

  /** Returns the number of values, or -1 for a feature without a type, which counts as missing. */
  private readFeature(wire: Wire, end: number, at: number, limit: number): number {
    let found = -1;
    while (wire.position < end) {
      const tag = wire.tag(end);
      if (tag === this.store.tag) {
        const before = Math.max(found, 0);
        found = before + this.store.read(wire, wire.fieldEnd(end), at + before, limit);
      } else if (TYPES.has(tag)) throw this.wrongType(TYPES.get(tag) as FeatureType);
      else wire.skip(tag, end);
    }
    return found;
  }

  private finish(row: number, begin: number, found: number): void {
    const { spec, splits, step } = this;
    this.row = row;
    if (spec.length === undefined ? found !== step : found % step !== 0) throw this.wrongCount(found);
    if (splits) splits[row + 1] = begin + found;
    else if (found < this.rowSize) {
      const filler = spec.default ?? (spec.type === 'bytes' ? '' : 0);
      this.store.fill(filler, begin + found, begin + this.rowSize);
    }
  }

  private wrongCount(found: number, where = ''): MalformedExample {
    const { shape = [], length } = this.spec;
    const expected = length === undefined || where ? `${this.step}` : `a multiple of ${this.step}`;
    return new MalformedExample(
      `feature "${this.name}" has ${where}${found} values, expected ${expected} (shape [${shape.join(', ')}])`,
    );
  }

  private wrongType(found: FeatureType): MalformedExample {
    return new MalformedExample(`feature "${this.name}" is ${found}, expected ${this.spec.type}`);
  }
}

/** Returns the first values; the array itself if these are all. */
function upTo<Values extends Float32Array | Int32Array | BigInt64Array | readonly Uint8Array[]>(
  values: Values,
  length: number,
): Values {
  return values.length === length ? values : (values.slice(0, length) as Values);
}
