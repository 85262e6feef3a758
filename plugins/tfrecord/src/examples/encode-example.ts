import type { Example, Feature, SequenceExample } from './example.js';

/** Writes a message from its end: lengths are only known after the content. */
class BackwardWriter {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  private begin = this.bytes.length;

  /** Number of bytes written so far, a position from the end. */
  get written(): number {
    return this.bytes.length - this.begin;
  }

  result(): Uint8Array {
    return this.bytes.slice(this.begin);
  }

  raw(bytes: Uint8Array): void {
    this.make(bytes.length);
    this.bytes.set(bytes, this.begin);
  }

  float(value: number): void {
    this.make(4);
    this.view.setFloat32(this.begin, value, true);
  }

  /** Writes an integer below 2^53. */
  varint(value: number): void {
    const groups = value < 128 ? 1 : Math.floor(Math.log2(value) / 7) + 1;
    this.make(groups);
    let rest = value;
    for (let index = 0; index < groups; index += 1) {
      this.bytes[this.begin + index] = (rest % 128) | (index < groups - 1 ? 128 : 0);
      rest = Math.floor(rest / 128);
    }
  }

  /** Writes a 64-bit integer; a negative one takes ten bytes. */
  int64(value: bigint): void {
    if (value >= 0n && value < 2n ** 53n) {
      this.varint(Number(value));
      return;
    }
    const groups: number[] = [];
    for (let rest = BigInt.asUintN(64, value); rest > 0n; rest >>= 7n) groups.push(Number(rest & 127n) | 128);
    groups[groups.length - 1] &= 127;
    this.raw(Uint8Array.from(groups));
  }

  /** Writes the tag and length of a field whose content was written since `from`. */
  field(number: number, from: number): void {
    this.varint(this.written - from);
    this.varint((number << 3) | 2);
  }

  private make(count: number): void {
    if (this.begin < count) {
      const larger = new Uint8Array(2 * this.bytes.length + count);
      const begin = larger.length - this.written;
      larger.set(this.bytes.subarray(this.begin), begin);
      [this.bytes, this.begin] = [larger, begin];
      this.view = new DataView(larger.buffer);
    }
    this.begin -= count;
  }
}

/** Encodes a `tf.train.Example`, with its features in the order of the object. */
export function encodeExample(example: Example): Uint8Array {
  const writer = new BackwardWriter();
  writeFeatures(writer, 1, example);
  return writer.result();
}

/** Encodes a `tf.train.SequenceExample`. */
export function encodeSequenceExample({ context, featureLists }: SequenceExample): Uint8Array {
  const writer = new BackwardWriter();
  const from = writer.written;
  for (const [name, steps] of Object.entries(featureLists).reverse()) {
    writeEntry(writer, name, () => {
      for (const step of [...steps].reverse()) {
        const start = writer.written;
        writeFeature(writer, step);
        writer.field(1, start);
      }
    });
  }
  writer.field(2, from);
  writeFeatures(writer, 1, context);
  return writer.result();
}

function writeFeatures(writer: BackwardWriter, field: number, features: Example): void {
  const from = writer.written;
  for (const [name, feature] of Object.entries(features).reverse()) {
    writeEntry(writer, name, () => writeFeature(writer, feature));
  }
  writer.field(field, from);
}

function writeEntry(writer: BackwardWriter, name: string, writeValue: () => void): void {
  const from = writer.written;
  writeValue();
  writer.field(2, from);
  const beforeName = writer.written;
  writer.raw(Buffer.from(name));
  writer.field(1, beforeName);
  writer.field(1, from);
}

const FIELDS = { bytes: 1, float32: 2, int64: 3 } as const;

function writeFeature(writer: BackwardWriter, feature: Feature): void {
  const from = writer.written;
  writeValues(writer, feature);
  writer.field(FIELDS[feature.type], from);
}

/** Writes numbers packed into one field. */
function writeValues(writer: BackwardWriter, feature: Feature): void {
  const from = writer.written;
  if (feature.type === 'bytes') {
    for (const value of [...feature.values].reverse()) {
      const start = writer.written;
      writer.raw(value);
      writer.field(1, start);
    }
    return;
  }
  if (feature.values.length === 0) return;
  if (feature.type === 'float32') for (const value of [...feature.values].reverse()) writer.float(value);
  else for (const value of [...feature.values].reverse()) writer.int64(value);
  writer.field(1, from);
}
