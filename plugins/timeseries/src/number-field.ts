/** What tables have where a number is missing, as pandas reads them. */
const ABSENT = new Set(['', '-', 'na', 'n/a', '#n/a', 'nan', '-nan', 'null', 'none', '<na>']);

/** Whether a field of a table says that its number is missing. */
export const isAbsent = (field: string): boolean => ABSENT.has(field.trim().toLowerCase());

export const DECIMALS = ['.', ','] as const;
export const THOUSANDS = [',', '.', ' ', "'"] as const;

/** How a table writes numbers. */
export interface NumberFormat {
  /** Between the digits of a number and those of its fraction. */
  readonly decimal: (typeof DECIMALS)[number];
  /** Between groups of three digits. */
  readonly thousands?: (typeof THOUSANDS)[number];
}

const escaped = (character: string) => `\\${character}`;

/** What stands for a blank between digits: also the two that never begin a new line. */
const groupMark = (thousands: string) => (thousands === ' ' ? '[ \u00a0\u202f]' : escaped(thousands));

/** Returns what reads the number in a field of a table: NaN where it says none. There is no 0x10, which `Number` takes. */
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
