import type { FeatureType } from './example.js';
import { BYTES_LIST, eachBytes, eachFloats, eachInt64, FLOAT_LIST, INT64_LIST } from './value-lists.js';
import type { Wire } from './wire.js';

/** Values of one type, contiguous in memory, that are read from lists. */
export interface ColumnValues<Values = Float32Array | BigInt64Array | Uint8Array[]> {
  /** Tag of the list in a Feature. */
  readonly tag: number;
  values: Values;
  /**
   * Reads a list up to `end` into the values from `at` on, none beyond `limit`, and returns the number of values in the list. It only makes
   * room for more values if `limit` is Infinity.
   */
  read(wire: Wire, end: number, at: number, limit: number): number;
  fill(value: number | string, from: number, to: number): void;
}

export function columnValues(type: FeatureType, length: number): ColumnValues {
  if (type === 'float32') return new FloatValues(length);
  return type === 'int64' ? new Int64Values(length) : new BytesValues(length);
}

/** Copies values as bytes: float32 is little-endian on all machines that Node runs on. */
class FloatValues implements ColumnValues<Float32Array> {
  readonly tag = FLOAT_LIST;
  values: Float32Array;
  private bytes: Uint8Array;

  constructor(length: number) {
    this.values = new Float32Array(length);
    this.bytes = new Uint8Array(this.values.buffer);
  }

  read(wire: Wire, end: number, at: number, limit: number): number {
    let count = 0;
    eachFloats(wire, end, (start, found) => {
      const room = Math.min(found, limit - at - count);
      if (room > 0) this.copy(wire.bytes, start, at + count, room);
      count += found;
    });
    return count;
  }

  fill(value: number | string, from: number, to: number): void {
    if (to > this.values.length) this.grow(to);
    this.values.fill(Number(value), from, to);
  }

  private copy(source: Uint8Array, start: number, at: number, count: number): void {
    if (at + count > this.values.length) this.grow(at + count);
    const { bytes } = this;
    // A call of `set` costs more than copying a few bytes.
    if (count > 8) bytes.set(source.subarray(start, start + count * 4), at * 4);
    else for (let byte = 0; byte < count * 4; byte += 1) bytes[at * 4 + byte] = source[start + byte];
  }

  private grow(length: number): void {
    const larger = new Float32Array(Math.max(length, 2 * this.values.length));
    larger.set(this.values);
    this.values = larger;
    this.bytes = new Uint8Array(larger.buffer);
  }
}

/** Writes two 32-bit words per value, without a BigInt for each. */
class Int64Values implements ColumnValues<BigInt64Array> {
  readonly tag = INT64_LIST;
  values: BigInt64Array;
  private words: Int32Array;
  /** Index of the next value, and the limit. */
  private index = 0;
  private limit = 0;

  constructor(length: number) {
    this.values = new BigInt64Array(length);
    this.words = new Int32Array(this.values.buffer);
  }

  read(wire: Wire, end: number, at: number, limit: number): number {
    this.index = at;
    this.limit = limit;
    eachInt64(wire, end, this.take);
    return this.index - at;
  }

  /** One function for all lists: a closure per list would be created for each record. */
  private readonly take = (low: number, high: number) => {
    const { index } = this;
    this.index = index + 1;
    if (index >= this.limit) return;
    if (index >= this.values.length) this.grow(index + 1);
    this.words[2 * index] = low;
    this.words[2 * index + 1] = high;
  };

  fill(value: number | string, from: number, to: number): void {
    if (to > this.values.length) this.grow(to);
    this.values.fill(BigInt(value), from, to);
  }

  private grow(length: number): void {
    const larger = new BigInt64Array(Math.max(length, 2 * this.values.length));
    larger.set(this.values);
    this.values = larger;
    this.words = new Int32Array(larger.buffer);
  }
}

/** Values as subarrays of the array that they are read from. */
class BytesValues implements ColumnValues<Uint8Array[]> {
  readonly tag = BYTES_LIST;
  values: Uint8Array[];

  constructor(length: number) {
    this.values = new Array<Uint8Array>(length);
  }

  read(wire: Wire, end: number, at: number, limit: number): number {
    let count = 0;
    eachBytes(wire, end, (start, last) => {
      if (at + count < limit) this.values[at + count] = wire.bytes.subarray(start, last);
      count += 1;
    });
    return count;
  }

  fill(value: number | string, from: number, to: number): void {
    const bytes = new TextEncoder().encode(String(value));
    for (let index = from; index < to; index += 1) this.values[index] = bytes;
  }
}
