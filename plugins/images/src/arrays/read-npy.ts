import { arrayDamaged, arrayType, fortranOrder } from './messages.js';
import { checkLength, elementsOf, isNumberType, type NumberArray, numberArray } from './number-array.js';

const MAGIC = '\x93NUMPY';

/**
 * Reads an array as numpy writes it (`.npy`, versions 1 to 3): numbers of one type, or texts.
 * @throws ExperimentError with the offset of what is wrong.
 */
export function readNpy(name: string, bytes: Buffer): NumberArray {
  if (bytes.toString('latin1', 0, 6) !== MAGIC || bytes.length < 12) throw arrayDamaged(name, 0, 'it is no .npy file');
  const wide = bytes[6] > 1;
  const start = (wide ? 12 : 10) + (wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  if (start > bytes.length)
    throw arrayDamaged(name, 8, `its header would end at ${start}, the file ends at ${bytes.length}`);
  const header = bytes.toString('latin1', wide ? 12 : 10, start);
  const shape = shapeIn(header);
  if (!shape) throw arrayDamaged(name, 10, 'its header has no shape');
  const [, order, type] = /'descr':\s*'([<>|=]?)([a-zA-Z]\d+)'/.exec(header) ?? [];
  if (type === undefined) throw arrayType(name, /'descr':\s*(.{1,40})/.exec(header)?.[1] ?? 'missing');
  if (/'fortran_order':\s*True/.test(header) && shape.length > 1) throw fortranOrder(name);
  if (isNumberType(type)) return numberArray(name, { bytes, start, type, shape }, order === '>' ? 'big' : 'little');
  if (!/^[US][1-9]\d*$/.test(type)) throw arrayType(name, `'${order}${type}'`);
  return textArray(name, { bytes, start, type, shape }, order === '>');
}

function shapeIn(header: string): number[] | undefined {
  const [, sizes] = /'shape':\s*\(([\d\s,]*)\)/.exec(header) ?? [];
  return sizes
    ?.split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
}

/** Texts of one length, filled up with zeros: `S` of bytes, `U` of code points of four bytes. */
function textArray(
  name: string,
  { bytes, start, type, shape }: { bytes: Buffer; start: number; type: string; shape: readonly number[] },
  bigEndian: boolean,
): NumberArray {
  const unit = type.startsWith('U') ? 4 : 1;
  const characters = Number(type.slice(1));
  const count = elementsOf(shape);
  checkLength(name, bytes, start, count * characters * unit);
  const code = (at: number) => (unit === 1 ? bytes[at] : bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  const values = Array.from({ length: count }, (_, element) => {
    const codes = Array.from({ length: characters }, (_, index) => code(start + (element * characters + index) * unit));
    const invalid = codes.findIndex((value) => value > 0x10ffff);
    if (invalid >= 0) throw arrayDamaged(name, start + (element * characters + invalid) * unit, 'it is no character');
    return String.fromCodePoint(...codes).replace(/\0+$/, '');
  });
  return { name, shape, values };
}
