/** How tables write missing values, as pandas reads them. */
const ABSENT = new Set(['', '-', 'na', 'n/a', '#n/a', 'nan', '-nan', 'null', 'none', '<na>']);

/** Whether a field of a table is a missing value. */
export const isAbsent = (field: string): boolean => ABSENT.has(field.trim().toLowerCase());

export const DECIMALS = ['.', ','] as const;
export const THOUSANDS = [',', '.', ' ', "'"] as const;

/** The number format of a table. */
export interface NumberFormat {
  /** Decimal mark. */
  readonly decimal: (typeof DECIMALS)[number];
  /** Thousands separator. */
  readonly thousands?: (typeof THOUSANDS)[number];
}

const escaped = (character: string) => `\\${character}`;

/** A space as thousands separator may also be a no-break space. */
const groupMark = (thousands: string) => (thousands === ' ' ? '[ \u00a0\u202f]' : escaped(thousands));

/** Returns a function that reads the number in a field, NaN if it is not one. Unlike `Number` it rejects 0x10. */
export function numberReader({ decimal, thousands }: NumberFormat): (field: string) => number {
  const mark = escaped(decimal);
  const exponent = '(?:e[+-]?\\d+)?$';
  const plain = new RegExp(`^[+-]?(?:\\d+${mark}?\\d*|${mark}\\d+)${exponent}`, 'i');
  const grouped =
    thousands && new RegExp(`^[+-]?\\d{1,3}(?:${groupMark(thousands)}\\d{3})+(?:${mark}\\d*)?${exponent}`, 'i');
  const groups = thousands && new RegExp(groupMark(thousands), 'g');
  return (field) => {
    const found = field.trim();
    const isGrouped = grouped && groups && grouped.test(found);
    if (!isGrouped && !plain.test(found)) return Number.NaN;
    const digits = isGrouped ? found.replace(groups, '') : found;
    return Number(digits.replace(decimal, '.'));
  };
}
