import type { Wire } from './wire.js';

/** Field numbers of a Feature are those of its type; a list has its values in field 1. */
export const BYTES_LIST = 10;
export const FLOAT_LIST = 18;
export const INT64_LIST = 26;

const VALUE_BYTES = 10;
const VALUE_FIXED32 = 13;
const VALUE_VARINT = 8;

/**
 * Goes through a list of floats up to `end`: `take` is told of stretches of the array that are float32, little-endian, side
 * by side. A list may be packed, as all writers do it, or not.
 */
export function eachFloats(wire: Wire, end: number, take: (start: number, count: number) => void): void {
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === VALUE_BYTES) {
      const last = wire.fieldEnd(end);
      const bytes = last - wire.position;
      if (bytes % 4 !== 0) throw wire.damaged(`floats take ${bytes} bytes`);
      take(wire.position, bytes / 4);
      wire.position = last;
    } else if (tag === VALUE_FIXED32) {
      if (wire.position + 4 > end) throw wire.damaged('it ends within a float');
      take(wire.position, 1);
      wire.position += 4;
    } else wire.skip(tag, end);
  }
}

/** Goes through a list of int64 up to `end`: for each value `take` is called with the wire holding its two words. */
export function eachInt64(wire: Wire, end: number, take: (low: number, high: number) => void): void {
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === VALUE_BYTES) {
      const last = wire.fieldEnd(end);
      const { bytes } = wire;
      while (wire.position < last) {
        // Small numbers are most of all numbers.
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

/** Each becomes an object of a hundred bytes of memory, of two bytes in the record. */
export const MOST_STRINGS = 1_000_000;

/** Goes through a list of byte strings up to `end`. */
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
