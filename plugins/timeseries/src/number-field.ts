/** What tables have where there is no number, as pandas reads them. */
const ABSENT = new Set(['', '-', 'na', 'n/a', '#n/a', 'nan', '-nan', 'null', 'none', '<na>']);

/** Whether a field of a table says that there is no number. */
export const isAbsent = (field: string): boolean => ABSENT.has(field.trim().toLowerCase());

/** Digits with a point and an exponent; no 0x10, which `Number` takes. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number that a field of a table says; NaN where it says none. */
export function numberOf(field: string): number {
  const found = field.trim();
  return DECIMAL.test(found) ? Number(found) : Number.NaN;
}
