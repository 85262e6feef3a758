import type { Wire } from './wire.js';

/** Tag of the map in Features and FeatureLists, and of the key and value of its entries. */
const ENTRY = 10;
const KEY = 10;
const VALUE = 18;

/** Positions of the key and value of a map entry. */
export interface MapEntry {
  keyStart: number;
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
}

/**
 * Calls `take` for each entry of Features or FeatureLists, the message that ends at `end`. `entry` is one object that is reused; `take` may
 * move the wire.
 */
export function eachEntry(wire: Wire, end: number, entry: MapEntry, take: () => void): void {
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag !== ENTRY) {
      wire.skip(tag, end);
      continue;
    }
    const last = wire.fieldEnd(end);
    readEntry(wire, last, entry);
    take();
    wire.position = last;
  }
}

function readEntry(wire: Wire, end: number, entry: MapEntry): void {
  entry.keyStart = entry.keyEnd = entry.valueStart = entry.valueEnd = wire.position;
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === KEY) {
      entry.keyEnd = wire.fieldEnd(end);
      entry.keyStart = wire.position;
      wire.position = entry.keyEnd;
    } else if (tag === VALUE) {
      entry.valueEnd = wire.fieldEnd(end);
      entry.valueStart = wire.position;
      wire.position = entry.valueEnd;
    } else wire.skip(tag, end);
  }
}
