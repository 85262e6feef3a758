import { at, type Notice, some, suggest } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';
import type { OtherFormat } from './other-format.js';

const listed = (names: readonly string[]) => some(names, 10);

export const notATable = (source: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_FORMAT', `"${source}" is not a .csv, .tsv, .tab or .txt file.`, {
    at: at('source'),
    notes: ['Set source to a .csv or .tsv file whose first line names the columns.'],
  });

export const folderOfTables = (source: string, files: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_FORMAT', `"${source}" is a folder or an archive, expected a table.`, {
    at: at('source'),
    notes: [
      files.length > 0 ? `It has: ${listed(files)}.` : 'It has no file.',
      'Set source to one .csv or .tsv file; unpack an archive first.',
    ],
  });

export const unknownColumn = (place: readonly (string | number)[], name: string, names: readonly string[]) => {
  const near = suggest(name, names);
  return new ExperimentError(
    'EXPGRAPH_TIMESERIES_COLUMN',
    `There is no column "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
    { at: at(...place), notes: [`The columns are: ${listed(names)}.`] },
  );
};

export const wantedTwice = (place: readonly (string | number)[], name: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_COLUMN', `The column "${name}" is asked for twice.`, {
    at: at(...place),
    notes: ['Name each column once.'],
  });

export const noNumbers = (file: string, names: readonly string[], notices: readonly Notice[]) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_NO_NUMBERS', `No column of "${file}" has only numbers.`, {
    at: at('source'),
    notes: [
      `Its columns are: ${listed(names)}.`,
      ...notices.slice(0, 3).map(({ message }) => message),
      'Give a table with a column of numbers.',
    ],
  });

/** Why a column is not among those that are used. `column`: its name, or its position from 1. */
export const skippedColumn = (file: string, column: string | number, why: string) =>
  `Skipped column ${typeof column === 'number' ? column : `"${column}"`} of "${file}": ${why}.`;

export const headerOfValues = (file: string, names: readonly string[]) =>
  `The first line of "${file}" names the columns, and has only numbers or times: ${listed(names)}. If they are values, insert a line with names above them.`;

export const numbersInOtherFormat = (
  place: string,
  column: string,
  found: string,
  count: number,
  { name, options }: OtherFormat,
) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_NUMBER',
    `${place}: "${column}" is "${found}": its ${count === 1 ? 'value is a number' : `${count} values are numbers`} with ${name}.`,
    { at: at('source'), notes: [`Set ${options}; or, to leave the column out, set columns to the columns to use.`] },
  );

export const oneMarkForBoth = (mark: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_NUMBER', `decimal and thousands are both "${mark}".`, {
    at: at('thousands'),
    notes: ['Set them to different marks, for example decimal: "," and thousands: ".".'],
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
          ? 'Correct it, or set missing: previous to take the number before, or missing: interpolate.'
          : other
            ? `It is a number with ${other.name}: set ${other.options}.`
            : 'Correct it, or remove the column from columns. Numbers are written as 1234.5, or as decimal and thousands say.',
      ],
    },
  );

export const notATime = (file: string, line: number, found: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_TIME', `${file}:${line}: "${found}" is no time.`, {
    at: at('source'),
    notes: [
      'Write times as 2024-03-31 or 2024-03-31T12:00:00Z, or as numbers. 3/4/2024 is not read: it could be two days.',
    ],
  });

export const notInOrder = (file: string, line: number, time: string, before: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_ORDER',
    `${file}:${line}: the time ${time} does not come after ${before}, that of the line before.`,
    { at: at('time'), notes: ['Sort the lines by their time, each of which stands there once.'] },
  );

export const nothingBefore = (place: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_NUMBER', `${place} is missing, and there is no number before it.`, {
    at: at('missing'),
    notes: ['Remove the lines before the first number, or the column.'],
  });

export const nothingBehind = (place: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_NUMBER', `${place} is missing, and there is no number behind it.`, {
    at: at('missing'),
    notes: ['Remove the lines behind the last number, or set missing: previous.'],
  });

export const tooLarge = (file: string, line: number, column: string, found: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_NUMBER',
    `${file}:${line}: "${column}" is ${found}, more than the 3.4e38 that a float32 can hold.`,
    { at: at('source'), notes: ['Correct it, or write the column in a larger unit.'] },
  );

export const noMoments = (file: string) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_EMPTY', `"${file}" has no line behind the names of its columns.`, {
    at: at('source'),
    notes: ['Give a table with a line a moment.'],
  });

export const tooShort = (moments: number, needed: number, why: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_SHORT',
    `The series has ${moments} moment${moments === 1 ? '' : 's'}, ${why} needs ${needed} at least.`,
    { at: { input: 'data' }, notes: ['Give a longer series, or shorter windows.'] },
  );

export const sharesTooLarge = (sum: number) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_SHARES',
    `train, validation and test add up to ${Number(sum.toFixed(9))}, expected at most 1.`,
    { at: at(), notes: ['Make them shares of the time, for example 0.7, 0.15 and 0.15; give all three.'] },
  );

export const scaledByPart = (part: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_LEAK',
    `The scale would be taken from the part "${part}", which the model must not have seen.`,
    { at: { input: 'fit' }, notes: ['Connect the part to train with, for example parts.train.'] },
  );

export const scaledByAll = (part: string) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_LEAK',
    `The scale is taken from the whole series, also from the part "${part}" that is to be unseen.`,
    { at: { input: 'fit' }, notes: ['Take it from the part to train with: fit: parts.train.'] },
  );

export const scaledBeforeSplit = () =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_LEAK',
    'The series was scaled before it is split, by what becomes the test too.',
    {
      at: { input: 'data' },
      notes: ['Split it first, then scale each part by the part to train with: fit: parts.train.'],
    },
  );

export const otherColumns = (found: readonly string[], expected: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_COLUMNS',
    `The columns of "data" are ${listed(found)}, those of "fit" are ${listed(expected)}.`,
    { at: { input: 'data' }, notes: ['Connect parts of one series.'] },
  );

export const otherScale = () =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_SCALE',
    'The numbers of the windows are on another scale than those that the model has learnt from.',
    {
      at: { input: 'data' },
      notes: ['Scale the test as the training: timeseries/scale with fit: parts.train, and the same method.'],
    },
  );

/** People count from 1. */
const column = (place: number | undefined) => `column ${(place ?? 0) + 1}`;

export const otherTarget = (found: number | undefined, learnt: number | undefined) =>
  new ExperimentError(
    'EXPGRAPH_TIMESERIES_TARGET',
    `The windows foretell ${column(found)} of the series, the model has learnt to foretell ${column(learnt)}.`,
    { at: { input: 'data' }, notes: ['Give timeseries/windows the same target as for the training.'] },
  );

export const notARegressor = (outputs: number) =>
  new ExperimentError('EXPGRAPH_TIMESERIES_OUTPUTS', `The model gives ${outputs} numbers an example, expected 1.`, {
    at: { input: 'model' },
    notes: ['Connect a model that gives one number, for example one with head/regressor at its end.'],
  });
