import { columnValues } from './column-values.js';
import type { Example, Feature, SequenceExample } from './example.js';
import { MalformedExample } from './malformed-example.js';
import { eachEntry } from './map-entries.js';
import { measureFeature } from './measure-feature.js';
import { BYTES_LIST, FLOAT_LIST, INT64_LIST, MOST_STRINGS } from './value-lists.js';
import { Wire } from './wire.js';

const FIRST = 10;
const SECOND = 18;

/** Reads a Feature that ends at `end`; returns undefined if it has no type. */
type ReadFeature<Found> = (wire: Wire, end: number) => Found | undefined;

/**
 * Decodes all features of a `tf.train.Example`. Byte strings are subarrays of the given array; numbers are copied.
 * @throws MalformedExample
 */
export const decodeExample = (bytes: Uint8Array, start = 0, end = bytes.length): Example =>
  readExample(bytes, start, end, decodeFeature);

/**
 * Decodes all features of a `tf.train.SequenceExample`, like `decodeExample`.
 * @throws MalformedExample
 */
export const decodeSequenceExample = (bytes: Uint8Array, start = 0, end = bytes.length): SequenceExample =>
  readSequenceExample<Feature>(bytes, start, end, decodeFeature, { type: 'bytes', values: [] });

/** Returns the features of an Example, each read by `read`. */
export function readExample<Found>(
  bytes: Uint8Array,
  start: number,
  end: number,
  read: ReadFeature<Found>,
): Record<string, Found> {
  const wire = new Wire();
  wire.open(bytes, start);
  const features = new Map<string, Found>();
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === FIRST) readFeatures(wire, wire.fieldEnd(end), features, read);
    else wire.skip(tag, end);
  }
  return Object.fromEntries(features);
}

/** Returns the features of a SequenceExample, each read by `read`. A timestep without a type becomes `none`. */
export function readSequenceExample<Found>(
  bytes: Uint8Array,
  start: number,
  end: number,
  read: ReadFeature<Found>,
  none: Found,
): { context: Record<string, Found>; featureLists: Record<string, readonly Found[]> } {
  const wire = new Wire();
  wire.open(bytes, start);
  const context = new Map<string, Found>();
  const lists = new Map<string, readonly Found[]>();
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag === FIRST) readFeatures(wire, wire.fieldEnd(end), context, read);
    else if (tag === SECOND) readFeatureLists(wire, wire.fieldEnd(end), lists, { read, none });
    else wire.skip(tag, end);
  }
  return { context: Object.fromEntries(context), featureLists: Object.fromEntries(lists) };
}

function readFeatures<Found>(wire: Wire, end: number, into: Map<string, Found>, read: ReadFeature<Found>): void {
  const entry = { keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0 };
  eachEntry(wire, end, entry, () => {
    wire.position = entry.valueStart;
    const feature = read(wire, entry.valueEnd);
    const name = textOf(wire.bytes, entry.keyStart, entry.keyEnd);
    if (feature) into.set(name, feature);
    else into.delete(name);
  });
}

function readFeatureLists<Found>(
  wire: Wire,
  end: number,
  into: Map<string, readonly Found[]>,
  { read, none }: { readonly read: ReadFeature<Found>; readonly none: Found },
): void {
  const entry = { keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0 };
  eachEntry(wire, end, entry, () => {
    const steps: Found[] = [];
    wire.position = entry.valueStart;
    while (wire.position < entry.valueEnd) {
      const tag = wire.tag(entry.valueEnd);
      if (tag !== FIRST) {
        wire.skip(tag, entry.valueEnd);
        continue;
      }
      const last = wire.fieldEnd(entry.valueEnd);
      steps.push(read(wire, last) ?? none);
      if (steps.length > MOST_STRINGS) throw wire.damaged(`a feature list has more than ${MOST_STRINGS} timesteps`);
    }
    into.set(textOf(wire.bytes, entry.keyStart, entry.keyEnd), steps);
  });
}

/** Returns undefined for a feature without a type. Among several lists the last type counts; lists of the same type are concatenated. */
export function decodeFeature(wire: Wire, end: number): Feature | undefined {
  const start = wire.position;
  const found = measureFeature(wire, end);
  if (!found) return undefined;
  const values = columnValues(found.type, found.values.length);
  wire.position = start;
  let [type, at] = [0, 0];
  while (wire.position < end) {
    const tag = wire.tag(end);
    if (tag !== BYTES_LIST && tag !== FLOAT_LIST && tag !== INT64_LIST) {
      wire.skip(tag, end);
      continue;
    }
    const last = wire.fieldEnd(end);
    if (tag !== type) at = 0;
    type = tag;
    if (tag === values.tag) at += values.read(wire, last, at, found.values.length);
    else wire.position = last;
  }
  return { type: found.type, values: values.values } as Feature;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws MalformedExample if the name of a feature is not UTF-8 */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch {
    throw new MalformedExample('the name of a feature is not valid UTF-8');
  }
}
