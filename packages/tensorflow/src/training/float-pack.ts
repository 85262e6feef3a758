import { jsonText } from '@expgraph/data/formats';

/** Strings for the numbers that JSON cannot represent. */
const NON_FINITE: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);

/**
 * Packs named float32 arrays and a JSON header into one byte array: the length of the header as uint32, the header, the
 * values. All little-endian.
 */
export function packFloats(header: object, arrays: ReadonlyMap<string, Float32Array>): Uint8Array {
  const index = [...arrays].map(([name, values]) => ({ name, length: values.length }));
  const text = Buffer.from(jsonText({ header, index }));
  const start = Math.ceil((4 + text.length) / 4) * 4;
  const total = index.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(start + total * 4);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let offset = start;
  for (const values of arrays.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
}

export function unpackFloats<Header>(bytes: Uint8Array): { header: Header; arrays: Map<string, Float32Array> } {
  // Copy, because a Float32Array view needs an aligned offset.
  const aligned = Uint8Array.from(bytes);
  const length = new DataView(aligned.buffer).getUint32(0, true);
  const text = Buffer.from(aligned.buffer, 4, length).toString();
  const { header, index } = JSON.parse(text, (_, value) => (NON_FINITE.has(value) ? Number(value) : value)) as {
    header: Header;
    index: { name: string; length: number }[];
  };
  const arrays = new Map<string, Float32Array>();
  let offset = Math.ceil((4 + length) / 4) * 4;
  for (const entry of index) {
    arrays.set(entry.name, new Float32Array(aligned.buffer, offset, entry.length));
    offset += entry.length * 4;
  }
  return { header, arrays };
}
