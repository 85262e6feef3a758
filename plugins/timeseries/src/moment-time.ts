/** A day before a year, or a month: 3/4/2024 is two days. */
const AMBIGUOUS = /^\d{1,2}[./-]\d{1,2}[./-]\d/;

const WITHOUT_ZONE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2}(?::\d{2}(?:\.\d+)?)?))?$/;

/**
 * The time that a field of a table says: a number as it is, a date in milliseconds since 1970; NaN for what is no time, or could be
 * two. Without a zone it is UTC, so that it is the same on every machine and no hour is there twice.
 */
export function momentTime(field: string): number {
  const found = field.trim();
  if (found !== '' && Number.isFinite(Number(found))) return Number(found);
  if (AMBIGUOUS.test(found)) return Number.NaN;
  const parts = WITHOUT_ZONE.exec(found);
  if (!parts) return Date.parse(found);
  const [, year, month, day, hour = '0', rest = '00'] = parts;
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return Number.NaN;
  const two = (digits: string) => digits.padStart(2, '0');
  return Date.parse(`${year}-${two(month)}-${two(day)}T${two(hour)}:${rest}Z`);
}
