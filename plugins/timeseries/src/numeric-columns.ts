import type { Table, TableRow } from '@expgraph/data/formats';
import { type Notice, plural } from '@expgraph/data/wording';
import { numbersInOtherFormat, skippedColumn } from './messages.js';
import { isAbsent, type NumberFormat, numberReader } from './number-field.js';
import { otherFormat } from './other-format.js';
import { parseTimes } from './parse-time.js';

interface NumericColumns {
  readonly names: readonly string[];
  /** Skipped columns, with the reason. */
  readonly notices: readonly Notice[];
}

/** Number of non-numeric columns to name; more are counted. */
const MOST_NAMED = 5;

/**
 * Returns the named columns whose values are all numbers or missing.
 * @param time The column with the times.
 * @throws ExperimentError at a column whose values are all numbers in another format: skipping it would change the target
 */
export function numericColumns(table: Table, time: string | undefined, format: NumberFormat): NumericColumns {
  const names: string[] = [];
  const warnings: Notice[] = [];
  const others: Notice[] = [];
  const numberOf = numberReader(format);
  for (const [position, name] of table.columns.entries()) {
    if (name === time) continue;
    const found = table.rows.filter(({ fields }) => !isAbsent(fields[position]));
    const wrong = found.filter(({ fields }) => !Number.isFinite(numberOf(fields[position])));
    const skip = (level: Notice['level'], why: string) =>
      (level === 'warn' ? warnings : others).push({
        level,
        message: skippedColumn(table.file, name === '' ? position + 1 : name, why),
      });
    if (name === '') {
      // A row index, as pandas writes it, or an empty field after a delimiter at the end of each line.
      if (found.length > 0) skip('info', 'it has no name');
    } else if (found.length === 0) skip('info', 'it has no value');
    else if (wrong.length === 0) names.push(name);
    else if (wrong.length < found.length) skip('warn', mixed(table, wrong, found, position, format));
    else skip('info', noNumbers(table, found, position, name, format));
  }
  return { names, notices: [...warnings, ...named(others, table)] };
}

const placeOf = ({ file }: Table, { line }: TableRow) => `${file}:${line}`;

/** Returns why a column with numbers and other values is skipped. */
function mixed(
  table: Table,
  wrong: readonly TableRow[],
  found: readonly TableRow[],
  position: number,
  format: NumberFormat,
): string {
  refuseOtherFormat(table, found, position, format);
  const [first] = wrong;
  const other = otherFormat([first.fields[position]], format);
  const are = wrong.length === 1 ? 'is not a number' : 'are not numbers';
  const cause = other ? ` (${other.name}: set ${other.options})` : '';
  return `${wrong.length} of ${plural(found.length, 'value')} ${are}, the first "${first.fields[position]}" at ${placeOf(table, first)}${cause}. Correct the file, or set columns to the columns to use`;
}

/** Returns why a column without numbers is skipped. */
function noNumbers(
  table: Table,
  found: readonly TableRow[],
  position: number,
  name: string,
  format: NumberFormat,
): string {
  refuseOtherFormat(table, found, position, format);
  const values = found.map(({ fields }) => fields[position]);
  if (!parseTimes(values).some(Number.isNaN)) return `its values are times; set time: ${name} to use them`;
  return `none of its ${plural(found.length, 'value')} is a number, for example "${values[0]}" at ${placeOf(table, found[0])}`;
}

function refuseOtherFormat(table: Table, found: readonly TableRow[], position: number, format: NumberFormat): void {
  const other = otherFormat(
    found.map(({ fields }) => fields[position]),
    format,
  );
  if (!other) return;
  const numberOf = numberReader(format);
  const [first] = found.filter(({ fields }) => !Number.isFinite(numberOf(fields[position])));
  throw numbersInOtherFormat(
    placeOf(table, first),
    table.columns[position],
    first.fields[position],
    found.length,
    other,
  );
}

function named(notices: readonly Notice[], { file }: Table): Notice[] {
  if (notices.length <= MOST_NAMED) return [...notices];
  const more = notices.length - MOST_NAMED;
  return [
    ...notices.slice(0, MOST_NAMED),
    { level: 'info', message: `Skipped ${plural(more, 'more column')} of "${file}" without numbers.` },
  ];
}
