import type { Wire } from './wire.js';

/** Tags of the lists of a Feature by type; a list has its values in field 1. */
export const BYTES_LIST = 10;
export const FLOAT_LIST = 18;
export const INT64_LIST = 26;

const VALUE_BYTES = 10;
const VALUE_FIXED32 = 13;
const VALUE_VARINT = 8;

/**
 * Passes the stretches of little-endian float32 in a list of floats up to `end` to `take`. A list may be packed, as all writers do, or not.
 */
export function eachFloats(wire: Wire, end: number, take: (start: number, count: number) => void): void {
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === VALUE_BYTES) {
      const last = wire.fieldEnd(end);
      const bytes = last - wire.position;
      if (bytes % 4 !== 0) throw wire.damaged(`a list of floats has ${bytes} bytes`);
      take(wire.position, bytes / 4);
      wire.position = last;
    } else if (tag === VALUE_FIXED32) {
      if (wire.position + 4 > end) throw wire.damaged('the record ends within a float');
      take(wire.position, 1);
      wire.position += 4;
    } else wire.skip(tag, end);
  }
}

/** Calls `take` with the two words of each value of a list of int64 up to `end`. */
export function eachInt64(wire: Wire, end: number, take: (low: number, high: number) => void): void {
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === VALUE_BYTES) {
      const last = wire.fieldEnd(end);
      const { bytes } = wire;
      while (wire.position < last) {
        // Most numbers are small.
        const byte = bytes[wire.position];
        if (byte < 128) {
          wire.position += 1;
          take(byte, 0);
        } else {
          wire.varint(last);
          take(wire.low, wire.high);
        }
      }
    } else if (tag === VALUE_VARINT) {
      wire.varint(end);
      take(wire.low, wire.high);
    } else wire.skip(tag, end);
  }
}

/** Limit of byte strings: each becomes an object of a hundred bytes, from two bytes in the record. */
export const MOST_STRINGS = 1_000_000;

/** Calls `take` for each byte string of a list up to `end`. */
export function eachBytes(wire: Wire, end: number, take: (start: number, end: number) => void): void {
  let count = 0;
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === VALUE_BYTES) {
      const last = wire.fieldEnd(end);
      count += 1;
      if (count > MOST_STRINGS) throw wire.damaged(`a list has more than ${MOST_STRINGS} byte strings`);
      take(wire.position, last);
      wire.position = last;
    } else wire.skip(tag, end);
  }
}
