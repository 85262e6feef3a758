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

/** A day without signs between its parts, as 20240331. */
const COMPACT = /^(19|20)(\d{2})(\d{2})(\d{2})$/;

/** The times of a column. Where all of its fields are days such as 20240331, they are that, and no numbers a month of which is 70 apart. */
export function momentTimes(fields: readonly string[]): number[] {
  const days = fields.map((field) => momentTime(field.trim().replace(COMPACT, '$1$2-$3-$4')));
  const areDays = days.every((day, index) => COMPACT.test(fields[index].trim()) && !Number.isNaN(day));
  return areDays ? days : fields.map(momentTime);
}
