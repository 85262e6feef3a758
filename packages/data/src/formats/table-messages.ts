import { ExperimentError } from '@expgraph/sdk';
import { at, plural, some } from '../wording/index.js';
import { suggest } from '../wording/suggest.js';
import type { Table } from './read-table.js';
import type { TextFile } from './text-file.js';

const placeOf = ({ at: option = ['source'] }: TextFile) => at(...option);

/** Returns the name of a delimiter in a sentence. */
export const delimiterName = (delimiter: string) => (delimiter === '\t' ? 'a tab' : `"${delimiter}"`);

export const quoteNotClosed = (options: TextFile, line: number, column: number) =>
  new ExperimentError('EXPGRAPH_DATA_TABLE', `${options.file}:${line}:${column}: the quote is never closed.`, {
    at: placeOf(options),
    notes: ['Close the field with ", and write a quote inside it as "".'],
  });

export const textAfterQuote = (options: TextFile, line: number, column: number, found: string) =>
  new ExperimentError(
    'EXPGRAPH_DATA_TABLE',
    `${options.file}:${line}:${column}: found ${JSON.stringify(found)} after the closing quote of the field.`,
    {
      at: placeOf(options),
      notes: ['Add a delimiter after the closing quote, and write a quote inside the field as "".'],
    },
  );

export const quoteWithinField = (options: TextFile, line: number, column: number) =>
  new ExperimentError(
    'EXPGRAPH_DATA_TABLE',
    `${options.file}:${line}:${column}: found a quote inside an unquoted field.`,
    { at: placeOf(options), notes: ['Quote the whole field, and write a quote inside it as "".'] },
  );

export const otherFieldCount = (
  file: string,
  line: number,
  found: number,
  columns: readonly string[] | number,
  delimiter: string,
) => {
  const [count, names] = typeof columns === 'number' ? [columns, ''] : [columns.length, ` (${some(columns, 5)})`];
  return `${file}:${line}: found ${plural(found, 'field')} separated by ${delimiterName(delimiter)}, expected ${count}${names}.`;
};

export const raggedRow = (options: TextFile, message: string, delimiter: string) =>
  new ExperimentError('EXPGRAPH_DATA_TABLE', message, {
    at: placeOf(options),
    notes: [
      `Fix the line: quote fields that contain ${delimiterName(delimiter)}, and add missing fields. If another character separates the fields, set delimiter.`,
    ],
  });

export const noColumn = (table: Table, name: string, option: readonly (string | number)[]) => {
  const near = suggest(name, table.columns);
  return new ExperimentError(
    'EXPGRAPH_DATA_TABLE_COLUMN',
    `"${table.file}" has no column "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    {
      at: at(...option),
      notes: [
        `Its columns are: ${some(table.columns, 10) || 'none'}, separated by ${delimiterName(table.delimiter)}.`,
        `Set ${option.join('.')} to the name of a column, or fix the first line of the file, which has the names${table.columns.length > 1 ? '' : '; set delimiter if another character separates them'}.`,
      ],
    },
  );
};

export const duplicateColumn = (table: Table, name: string, positions: readonly number[]) =>
  new ExperimentError(
    'EXPGRAPH_DATA_TABLE_COLUMN',
    `"${table.file}" has ${positions.length} columns "${name}": ${positions.map((position) => position + 1).join(', ')}.`,
    { at: placeOf(table), notes: [`Rename all but one of them in the first line of "${table.file}".`] },
  );

export const delimiterNotice = (file: string, delimiter: string) =>
  `Detected the delimiter ${delimiterName(delimiter)} in "${file}". Set delimiter: ${JSON.stringify(delimiter)} to confirm it, or another one.`;

export const blankLinesNotice = (file: string, count: number, first: number) =>
  `Skipped ${plural(count, 'blank line')} between the rows of "${file}", the first at line ${first}.`;
