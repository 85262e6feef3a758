const BYTES = [0, 1, 0x7f, 0x80, 0xff];
const SIZES = [0, 1, 2, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
/** Texts that are difficult for parsers. */
const TEXTS = [
  '[',
  '{',
  '{"a":',
  '"',
  '""',
  '\\',
  '\n',
  '\r\n',
  ',',
  '\t',
  '<a>',
  '&amp;',
  '\0',
  '\uFEFF',
  '-1',
  '1e999',
  '99999999999999999999',
  'NaN',
  'null',
  '__proto__',
  'constructor',
  '\u0301',
  '../',
];

/** Mutations that keep most of a file. */
const SLIGHT = [0, 1, 8, 9];

/**
 * Returns a damaged copy of a file: slightly, or by one to four mutations. `others` are files to take parts from.
 */
export function mutate(file, next, others) {
  let bytes = Buffer.from(file);
  if (bytes.length > 0 && next(2) === 0) return mutateOnce(bytes, next, others, SLIGHT[next(SLIGHT.length)]);
  for (let times = 1 + next(4); times > 0 && bytes.length > 0; times -= 1) bytes = mutateOnce(bytes, next, others);
  return bytes;
}

function mutateOnce(bytes, next, others, way = next(10)) {
  // Sizes are in headers: half of the mutations are there.
  const at = next(next(2) === 0 ? Math.min(128, bytes.length) : bytes.length);
  const length = 1 + next(Math.min(64, bytes.length - at));
  const [before, cut, after] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)];
  switch (way) {
    case 0:
      bytes[at] ^= 1 << next(8);
      return bytes;
    case 1:
      bytes[at] = next(256);
      return bytes;
    case 2:
      return Buffer.concat([before, Buffer.alloc(length, BYTES[next(BYTES.length)]), after]);
    case 3:
      return next(3) === 0 ? before : Buffer.concat([before, after]);
    case 4:
      return Buffer.concat([before, cut, cut, after]);
    case 5:
      return Buffer.concat([before, ...Array.from({ length: 1 << next(13) }, () => cut), after]);
    case 6:
      return Buffer.concat([before, piece(others[next(others.length)], next), after]);
    case 7:
      return Buffer.concat([before, Buffer.from(TEXTS[next(TEXTS.length)].repeat(1 << next(12))), bytes.subarray(at)]);
    case 8:
      return digits(bytes, next);
    default:
      return sized(bytes, at, next);
  }
}

function piece(other, next) {
  const start = next(other.length);
  return other.subarray(start, start + 1 + next(256));
}

/** Replaces a number written in digits. */
function digits(bytes, next) {
  const places = [...bytes.toString('latin1', 0, 4096).matchAll(/\d+/g)];
  if (places.length === 0) return bytes;
  const { index, 0: found } = places[next(places.length)];
  const number = ['0', '-1', '4294967296', '1e308', '99999999999', `${Number(found) + 1}`, '1000000'][next(7)];
  return Buffer.concat([bytes.subarray(0, index), Buffer.from(number), bytes.subarray(index + found.length)]);
}

/** Writes a size of 2, 4 or 8 bytes in either order. */
function sized(bytes, at, next) {
  const width = [2, 4, 8][next(3)];
  if (at + width > bytes.length) return bytes;
  const size = next(4) === 0 ? next(2 ** 31) : SIZES[next(SIZES.length)];
  const value = Buffer.alloc(8);
  value.writeBigUInt64LE(BigInt(size));
  const part = value.subarray(0, width);
  (next(2) === 0 ? part : Buffer.from(part).reverse()).copy(bytes, at);
  return bytes;
}
