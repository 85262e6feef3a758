import { crc32, deflateRawSync } from 'node:zlib';

/** Writes a zip archive of entries `[name, content]`. */
export function zipOf(entries, { deflate = true } = {}) {
  const [parts, directory] = [[], []];
  let offset = 0;
  for (const [name, content] of entries) {
    const packed = deflate ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(deflate ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

/** Writes a tar archive of entries `[name, content]`. */
export function tarOf(entries) {
  const parts = entries.flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write('0000000\x000000000\0', 108);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        0', 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** Writes an array as numpy does. */
export function npyOf(descr, shape, content) {
  const axes = shape.map((size) => `${size},`).join(' ');
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`.padEnd(117);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length + 1);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\0', 'latin1'), length, Buffer.from(`${header}\n`), content]);
}

/** Writes an idx file of bytes. */
export function idxOf(shape, content) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt8(8, 2);
  header.writeUInt8(shape.length, 3);
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([header, content]);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

function maskedCrc(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Writes a TFRecord file with valid checksums for any records. */
export function recordsOf(records) {
  return Buffer.concat(
    records.flatMap((record) => {
      const length = Buffer.alloc(8);
      length.writeUInt32LE(record.length);
      return [length, word(maskedCrc(length)), record, word(maskedCrc(record))];
    }),
  );
}

function word(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const field = (number, content) => Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}

/** Encodes a tf.train.Example of features: texts, bytes, or lists of small integers. */
export function exampleOf(features) {
  const entries = Object.entries(features).map(([name, value]) => {
    const list = Array.isArray(value)
      ? field(3, field(1, Buffer.concat(value.map(varint))))
      : field(1, field(1, Buffer.from(value)));
    return field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, list)]));
  });
  return field(1, Buffer.concat(entries));
}
