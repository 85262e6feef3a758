/** A day before a year or a month: 3/4/2024 may be two different days. */
const AMBIGUOUS = /^\d{1,2}[./-]\d{1,2}[./-]\d/;

const WITHOUT_ZONE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2}(?::\d{2}(?:\.\d+)?)?))?$/;

/**
 * Returns the time in a field of a table: a number as it is, a date in milliseconds since 1970, NaN if it is not a time or is ambiguous. Times
 * without a zone are UTC, so that they are the same on every machine and no hour occurs twice.
 */
export function parseTime(field: string): number {
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

/** A day without separators, such as 20240331. */
const COMPACT = /^(19|20)(\d{2})(\d{2})(\d{2})$/;

/** Returns the times of a column. Fields such as 20240331 are dates if all fields are: as numbers, consecutive months would be 70 apart. */
export function parseTimes(fields: readonly string[]): number[] {
  const days = fields.map((field) => parseTime(field.trim().replace(COMPACT, '$1$2-$3-$4')));
  const areDays = days.every((day, index) => COMPACT.test(fields[index].trim()) && !Number.isNaN(day));
  return areDays ? days : fields.map(parseTime);
}
