import type { FeatureSpecs } from './example-parser.js';
import type { Column } from './feature-column.js';

/** Byte strings, one after another, and where each of them ends. */
export interface PackedBytes {
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
}

/** A column in memory that can be transferred to another thread. */
export interface PackedColumn {
  readonly values: Float32Array | BigInt64Array | PackedBytes;
  readonly splits?: Int32Array;
}

export type PackedColumns = Readonly<Record<string, PackedColumn>>;

/** Packs columns for another thread. Byte strings are copied into memory of `take`, which returns at least the given number of bytes. */
export function packColumns(
  columns: Readonly<Record<string, Column>>,
  take: (length: number) => Uint8Array,
): { readonly packed: PackedColumns; readonly buffers: ArrayBuffer[] } {
  const packed: Record<string, PackedColumn> = {};
  const buffers: ArrayBuffer[] = [];
  for (const [name, { values, splits }] of Object.entries(columns)) {
    const column = { values: isNumbers(values) ? values : packBytes(values, take), splits };
    packed[name] = column;
    const parts = isNumbers(column.values) ? [column.values] : [column.values.bytes, column.values.ends];
    for (const { buffer } of splits ? [...parts, splits] : parts) buffers.push(buffer as ArrayBuffer);
  }
  return { packed, buffers };
}

/** Returns the columns, and the memory of their byte strings. */
export function unpackColumns(
  packed: PackedColumns,
  specs: FeatureSpecs,
): { readonly columns: Readonly<Record<string, Column>>; readonly buffers: ArrayBuffer[] } {
  const buffers: ArrayBuffer[] = [];
  const entries = Object.entries(packed).map(([name, { values, splits }]): [string, Column] => {
    if (!isNumbers(values)) buffers.push(values.bytes.buffer as ArrayBuffer);
    return [name, { spec: specs[name], values: isNumbers(values) ? values : unpackBytes(values), splits }];
  });
  return { columns: Object.fromEntries(entries), buffers };
}

function packBytes(values: readonly Uint8Array[], take: (length: number) => Uint8Array): PackedBytes {
  const bytes = take(values.reduce((sum, { length }) => sum + length, 0));
  const ends = new Int32Array(values.length);
  let end = 0;
  for (const [index, value] of values.entries()) {
    bytes.set(value, end);
    end += value.length;
    ends[index] = end;
  }
  return { bytes, ends };
}

const unpackBytes = ({ bytes, ends }: PackedBytes) =>
  Array.from(ends, (end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));

const isNumbers = (values: Column['values'] | PackedBytes): values is Float32Array | BigInt64Array =>
  values instanceof Float32Array || values instanceof BigInt64Array;
