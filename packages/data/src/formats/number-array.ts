import { arrayDamaged } from './array-messages.js';

/** An array in a file, row-major. */
export interface NumberArray {
  /** Name for messages: the file, and the name in the file if it has several arrays. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number | bigint | string>;
  /** Whether the numbers are floating point. */
  readonly isFloat?: boolean;
}

type Maker = new (buffer: ArrayBufferLike, start: number, length: number) => ArrayLike<number | bigint>;

/** Array types by numpy's type codes. */
const TYPES: Readonly<Record<string, Maker>> = {
  b1: Uint8Array,
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  u8: BigUint64Array,
  i8: BigInt64Array,
  f4: Float32Array,
  f8: Float64Array,
};

export const isNumberType = (type: string) => Object.hasOwn(TYPES, type);

/**
 * Returns an array whose data is at the end of a file.
 * @param bytes The file. Its memory becomes that of the array if it is aligned.
 * @param start Offset of the data.
 * @param type numpy's type code, for example `f4`.
 * @throws ExperimentError if the size of the data does not match the shape
 */
export function numberArray(
  name: string,
  { bytes, start, type, shape }: { bytes: Buffer; start: number; type: string; shape: readonly number[] },
  endian: 'little' | 'big',
): NumberArray {
  const size = Number(type.slice(1));
  const length = elementsOf(shape);
  checkLength(name, bytes, start, length * size);
  const content = bytes.subarray(start);
  const isAligned = content.byteOffset % size === 0;
  const aligned = isAligned ? content : Buffer.from(new Uint8Array(content).buffer);
  if (endian === 'big') swap(aligned, size);
  const values = new TYPES[type](aligned.buffer, aligned.byteOffset, length);
  return { name, shape, values, isFloat: type.startsWith('f') };
}

export const elementsOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

export function checkLength(name: string, bytes: Buffer, start: number, expected: number): void {
  const found = bytes.length - start;
  if (found !== expected) {
    throw arrayDamaged(name, start, `the data has ${found} bytes, expected ${expected} from the header`);
  }
}

function swap(bytes: Buffer, size: number): void {
  if (size === 2) bytes.swap16();
  if (size === 4) bytes.swap32();
  if (size === 8) bytes.swap64();
}
