import { SeededRandom } from '@expgraph/core';

const NUMBERS = [0, 1, 0x7f, 0x80, 0xff];

/** Returns a damaged copy of a file: bytes or numbers are changed, removed or duplicated, or the end is cut off. */
export function damaged(file: Buffer, seed: number): Buffer {
  const random = new SeededRandom(['damage', seed]);
  const times = 1 + random.integer(4);
  let bytes: Buffer = Buffer.from(file);
  for (let time = 0; time < times && bytes.length > 0; time += 1) bytes = damagedOnce(bytes, random);
  return bytes;
}

function damagedOnce(bytes: Buffer, random: SeededRandom): Buffer {
  // Half of the damage is in headers, which contain the sizes.
  const at = random.integer(random.uniform() < 0.5 ? Math.min(64, bytes.length) : bytes.length);
  const length = 1 + random.integer(Math.min(16, bytes.length - at));
  switch (random.integer(6)) {
    case 0:
      bytes[at] ^= 1 << random.integer(8);
      return bytes;
    case 1:
      bytes.fill(NUMBERS[random.integer(NUMBERS.length)], at, at + length);
      return bytes;
    case 2:
      bytes[at] = random.integer(256);
      return bytes;
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    default:
      return random.uniform() < 0.3 ? bytes.subarray(0, at) : bytes;
  }
}
