import type { FeatureType } from './example.js';
import { BYTES_LIST, eachBytes, eachFloats, eachInt64, FLOAT_LIST, INT64_LIST } from './value-lists.js';
import type { Wire } from './wire.js';

/** The type of a feature and its number of values. */
export interface FeatureMeasure {
  readonly type: FeatureType;
  readonly values: { readonly length: number };
}

const TYPES = new Map<number, FeatureType>([
  [BYTES_LIST, 'bytes'],
  [FLOAT_LIST, 'float32'],
  [INT64_LIST, 'int64'],
]);

/**
 * Counts the values of the Feature that ends at `end` without creating them: those of a hundred megabytes would take gigabytes. Returns
 * undefined for a feature without a type. Among several lists the last type counts; lists of the same type are concatenated.
 */
export function measureFeature(wire: Wire, end: number): FeatureMeasure | undefined {
  let [type, length] = [0, 0];
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (!TYPES.has(tag)) {
      wire.skip(tag, end);
      continue;
    }
    const last = wire.fieldEnd(end);
    if (tag !== type) length = 0;
    type = tag;
    length += countList(wire, tag, last);
  }
  const name = TYPES.get(type);
  return name && { type: name, values: { length } };
}

function countList(wire: Wire, tag: number, end: number): number {
  let count = 0;
  const one = () => {
    count += 1;
  };
  if (tag === BYTES_LIST) eachBytes(wire, end, one);
  else if (tag === INT64_LIST) eachInt64(wire, end, one);
  else
    eachFloats(wire, end, (_, found) => {
      count += found;
    });
  return count;
}
