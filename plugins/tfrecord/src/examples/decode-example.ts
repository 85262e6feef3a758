import type { Example, Feature, SequenceExample } from './example.js';
import { MalformedExample } from './malformed-example.js';
import { eachEntry } from './map-entries.js';
import { BYTES_LIST, eachBytes, eachFloats, eachInt64, FLOAT_LIST, INT64_LIST } from './value-lists.js';
import { Wire } from './wire.js';

const FIRST = 10;
const SECOND = 18;

/**
 * All features of a `tf.train.Example`. Byte strings are parts of the array given; numbers are copied.
 * @throws MalformedExample
 */
export function decodeExample(bytes: Uint8Array, start = 0, end = bytes.length): Example {
  const wire = new Wire();
  wire.open(bytes, start);
  const features = new Map<string, Feature>();
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === FIRST) decodeFeatures(wire, wire.fieldEnd(end), features);
    else wire.skip(tag, end);
  }
  return Object.fromEntries(features);
}

/**
 * All features of a `tf.train.SequenceExample`, as `decodeExample` has them.
 * @throws MalformedExample
 */
export function decodeSequenceExample(bytes: Uint8Array, start = 0, end = bytes.length): SequenceExample {
  const wire = new Wire();
  wire.open(bytes, start);
  const context = new Map<string, Feature>();
  const lists = new Map<string, readonly Feature[]>();
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === FIRST) decodeFeatures(wire, wire.fieldEnd(end), context);
    else if (tag === SECOND) decodeFeatureLists(wire, wire.fieldEnd(end), lists);
    else wire.skip(tag, end);
  }
  return { context: Object.fromEntries(context), featureLists: Object.fromEntries(lists) };
}

function decodeFeatures(wire: Wire, end: number, into: Map<string, Feature>): void {
  const entry = { keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0 };
  eachEntry(wire, end, entry, () => {
    wire.position = entry.valueStart;
    const feature = decodeFeature(wire, entry.valueEnd);
    const name = textOf(wire.bytes, entry.keyStart, entry.keyEnd);
    if (feature) into.set(name, feature);
    else into.delete(name);
  });
}

function decodeFeatureLists(wire: Wire, end: number, into: Map<string, readonly Feature[]>): void {
  const entry = { keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0 };
  eachEntry(wire, end, entry, () => {
    const steps: Feature[] = [];
    wire.position = entry.valueStart;
    while (wire.position < entry.valueEnd) {
      const tag = wire.tag(entry.valueEnd);
      if (tag !== FIRST) {
        wire.skip(tag, entry.valueEnd);
        continue;
      }
      const last = wire.fieldEnd(entry.valueEnd);
      // A step without a type has no values.
      steps.push(decodeFeature(wire, last) ?? { type: 'bytes', values: [] });
    }
    into.set(textOf(wire.bytes, entry.keyStart, entry.keyEnd), steps);
  });
}

/** Undefined for a feature without a type. Of several lists, the last type counts; lists of one type go together. */
export function decodeFeature(wire: Wire, end: number): Feature | undefined {
  const { bytes } = wire;
  let type = 0;
  let strings: Uint8Array[] = [];
  let floats: number[] = [];
  let integers: bigint[] = [];
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag !== BYTES_LIST && tag !== FLOAT_LIST && tag !== INT64_LIST) {
      wire.skip(tag, end);
      continue;
    }
    const last = wire.fieldEnd(end);
    if (tag !== type) [strings, floats, integers] = [[], [], []];
    type = tag;
    if (tag === BYTES_LIST) eachBytes(wire, last, (from, to) => strings.push(bytes.subarray(from, to)));
    else if (tag === FLOAT_LIST) eachFloats(wire, last, (from, count) => pushFloats(bytes, from, count, floats));
    else eachInt64(wire, last, (low, high) => integers.push((BigInt(high) << 32n) | BigInt(low >>> 0)));
  }
  if (type === BYTES_LIST) return { type: 'bytes', values: strings };
  if (type === FLOAT_LIST) return { type: 'float32', values: Float32Array.from(floats) };
  return type === INT64_LIST ? { type: 'int64', values: BigInt64Array.from(integers) } : undefined;
}

function pushFloats(bytes: Uint8Array, from: number, count: number, floats: number[]): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, count * 4);
  for (let index = 0; index < count; index += 1) floats.push(view.getFloat32(index * 4, true));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws MalformedExample at the name of a feature that is not UTF-8 */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch {
    throw new MalformedExample('the name of a feature is not valid UTF-8');
  }
}
