import { at, type Notice, plural, some, suggest } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';
import type { OtherFormat } from './other-format.js';

const listed = (names: readonly string[]) => some(names, 10);

export const notATable = (source: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_FORMAT', `"${source}" is not a .csv, .tsv, .tab or .txt file.`, {
    at: at('source'),
    notes: ['Set source to a .csv or .tsv file whose first line has the names of the columns.'],
  });

export const folderOfTables = (source: string, files: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_FORMAT', `"${source}" is a folder or an archive, expected a table.`, {
    at: at('source'),
    notes: [
      files.length > 0 ? `It contains: ${listed(files)}.` : 'It contains no files.',
      'Set source to one .csv or .tsv file. Unpack archives first.',
    ],
  });

export const unknownColumn = (place: readonly (string | number)[], name: string, names: readonly string[]) => {
  const near = suggest(name, names);
  return new ExperimentError(
    'EXPGRAPH_TIMESERIES_COLUMN',
    `Unknown column "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: at(...place), notes: [`The columns are: ${listed(names)}.`] },
  );
};

export const duplicateColumn = (place: readonly (string | number)[], name: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_COLUMN', `columns lists "${name}" twice.`, {
    at: at(...place),
    notes: ['List each column once.'],
  });

export const noNumbers = (file: string, names: readonly string[], notices: readonly Notice[]) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_NO_NUMBERS', `"${file}" has no numeric column.`, {
    at: at('source'),
    notes: [
      `Its columns are: ${listed(names)}.`,
      ...notices.slice(0, 3).map(({ message }) => message),
      'Use a table with a column of numbers.',
    ],
  });

/** @param column The name, or the position from 1. */
export const skippedColumn = (file: string, column: string | number, why: string) =>
  `Skipped column ${typeof column === 'number' ? column : `"${column}"`} of "${file}": ${why}.`;

export const headerIsValues = (file: string, names: readonly string[]) =>
  `The first line of "${file}" should name the columns, but has only numbers or times: ${listed(names)}. If they are values, insert a line with column names above them.`;

export const numbersInOtherFormat = (
  place: string,
  column: string,
  found: string,
  count: number,
  { name, options }: OtherFormat,
) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_NUMBER',
    `${place}: "${column}" is "${found}", but ${count === 1 ? 'its value is a number' : `its ${count} values are numbers`} if they are read with ${name}.`,
    { at: at('source'), notes: [`Set ${options}. To skip the column instead, set columns to the columns to use.`] },
  );

export const sameMark = (mark: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_NUMBER', `decimal and thousands are both "${mark}".`, {
    at: at('thousands'),
    notes: ['Set them to different characters, for example decimal: "," and thousands: ".".'],
  });

export const notANumber = (
  file: string,
  line: number,
  column: string,
  found: string,
  isAbsent: boolean,
  other: OtherFormat | undefined,
) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_NUMBER',
    `${file}:${line}: "${column}" is ${found.trim() === '' ? 'missing' : `"${found}"`}, expected a number.`,
    {
      at: at('source'),
      notes: [
        isAbsent
          ? 'Correct it, or set missing: previous to repeat the previous value, or missing: interpolate.'
          : other
            ? `It is a number if it is read with ${other.name}: set ${other.options}.`
            : 'Correct it, or remove the column from columns. Write numbers as 1234.5, or set decimal and thousands.',
      ],
    },
  );

export const notATime = (file: string, line: number, found: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_TIME', `${file}:${line}: "${found}" is not a valid time.`, {
    at: at('source'),
    notes: ['Write times as 2024-03-31 or 2024-03-31T12:00:00Z, or as numbers. Dates such as 3/4/2024 are ambiguous.'],
  });

export const notAscending = (file: string, line: number, time: string, before: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_ORDER',
    `${file}:${line}: the time ${time} is not after ${before}, the time of the previous row.`,
    { at: at('time'), notes: ['Sort the rows by time, and remove duplicate times.'] },
  );

export const noPreviousValue = (place: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_NUMBER', `${place} is missing and has no previous value.`, {
    at: at('missing'),
    notes: ['Remove the rows before the first value, or the column.'],
  });

export const noNextValue = (place: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_NUMBER', `${place} is missing and has no next value to interpolate to.`, {
    at: at('missing'),
    notes: ['Remove the rows after the last value, or set missing: previous.'],
  });

export const tooLarge = (file: string, line: number, column: string, found: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_NUMBER',
    `${file}:${line}: "${column}" is ${found}, more than the largest float32, 3.4e38.`,
    { at: at('source'), notes: ['Correct it, or write the column in a larger unit.'] },
  );

export const noRows = (file: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_EMPTY', `"${file}" has no rows after the column names.`, {
    at: at('source'),
    notes: ['Use a table with a row per timestep.'],
  });

export const tooShort = (timesteps: number, needed: number, why: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_SHORT',
    `The series has ${plural(timesteps, 'timestep')}; ${why} needs at least ${needed}.`,
    { at: { input: 'data' }, notes: ['Use a longer series or shorter windows.'] },
  );

export const fractionsTooLarge = (sum: number) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_SHARES',
    `train, validation and test add up to ${Number(sum.toFixed(9))}, expected at most 1.`,
    { at: at(), notes: ['Set them to fractions of the series, for example 0.7, 0.15 and 0.15; set all three.'] },
  );

export const fittedOnUnseenPart = (part: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_LEAK',
    `The scale would be fitted on the part "${part}", which the model must not see in training.`,
    { at: { input: 'fit' }, notes: ['Connect the training part: fit: parts.train.'] },
  );

export const fittedOnWhole = (part: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_LEAK',
    `The scale is fitted on the whole series, including the part "${part}", which the model must not see in training.`,
    { at: { input: 'fit' }, notes: ['Fit it on the training part: fit: parts.train.'] },
  );

export const scaledBeforeSplit = () =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_LEAK',
    'The series was scaled before the split, so the scale depends on the test part.',
    {
      at: { input: 'data' },
      notes: ['Split the series first, then scale each part with fit: parts.train.'],
    },
  );

export const columnsDiffer = (found: readonly string[], expected: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_COLUMNS',
    `The columns of "data" are ${listed(found)}, those of "fit" are ${listed(expected)}.`,
    { at: { input: 'data' }, notes: ['Connect parts of the same series.'] },
  );

export const scaleDiffers = () =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_SCALE',
    'The windows are scaled differently than those that the model was trained with.',
    {
      at: { input: 'data' },
      notes: [
        'Scale the test part like the training part: timeseries/scale with fit: parts.train and the same method.',
      ],
    },
  );

/** Columns count from 1 in messages. */
const column = (place: number | undefined) => `column ${(place ?? 0) + 1}`;

export const targetDiffers = (found: number | undefined, trained: number | undefined) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_TARGET',
    `The target of the windows is ${column(found)} of the series, and the model was trained to forecast ${column(trained)}.`,
    {
      at: { input: 'data' },
      notes: ['Set target of timeseries/windows to the column that the model was trained with.'],
    },
  );

export const notARegressor = (outputs: number) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_OUTPUTS', `The model outputs ${outputs} values per example, expected 1.`, {
    at: { input: 'model' },
    notes: ['Connect a model with one output, for example one that ends in head/regressor.'],
  });
