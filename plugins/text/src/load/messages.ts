import { type SkippedEntry, skippedLine } from '@expgraph/data/files';
import type { Table } from '@expgraph/data/formats';
import { at, excerpt, plural, some } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const formatUnknown = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_FORMAT', `"${source}" has an unknown file format.`, {
    at: at('source'),
    notes: [
      'Use a folder of .txt files, or a .csv, .tsv, .json, .jsonl, .ndjson or .npz file.',
      'For files with one token and its tag per line, such as .conll, set labelsOf: tokens.',
    ],
  });

export const noTextFiles = (source: string, skipped: readonly SkippedEntry[]) =>
  new ExperimentError('EXPGRAPH_TEXT_EMPTY', `"${source}" contains no text files.`, {
    at: at('source'),
    notes: [
      skipped.length > 0
        ? `expgraph ${skippedLine(skipped)}; for example ${some(skipped.map(({ path }) => path))}.`
        : 'It contains no files.',
      'Set source to a folder with .txt or .md files, or files without an extension, at any depth, or to one file of texts.',
    ],
  });

export const noRecords = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_EMPTY', `"${source}" contains no texts.`, {
    at: at('source'),
    notes: ['Use a file with at least one record.'],
  });

export const noLabels = (pattern: string, paths: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_NO_LABEL',
    `"${pattern}" matches none of the ${plural(paths.length, 'text')}, so no text has a label.`,
    {
      at: at('labels'),
      notes: [
        `Their paths are: ${some(paths)}.`,
        'Put the texts of each class into a folder, or set labels to a pattern whose group matches the label in these paths.',
      ],
    },
  );

export const oneClass = (classes: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TEXT_ONE_CLASS', `The only class is "${classes[0]}", expected at least two classes.`, {
    at: at('source'),
    notes: ['Add texts of another class, or set labels or columns so that they select the labels.'],
  });

export const columnOutOfRange = ({ file, columns, delimiter }: Table, role: 'text' | 'label', column: number) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_COLUMN',
    `columns.${role} is ${column}, and "${file}" has ${plural(columns.length, 'column')} separated by ${JSON.stringify(delimiter)}.`,
    {
      at: at('columns', role),
      notes: [
        'Set a lower index (the first column is 0), or set delimiter to the character that separates the columns.',
      ],
    },
  );

export const columnNeedsIndex = (role: 'text' | 'label', column: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_COLUMN',
    `columns.${role} is "${column}", but with header: false columns have no names.`,
    {
      at: at('columns', role),
      notes: ['Set it to the index of the column; the first is 0.'],
    },
  );

export const notRecords = (file: string, found: unknown) =>
  new ExperimentError('EXPGRAPH_TEXT_JSON', `"${file}" contains ${excerpt(found)}, expected an array of records.`, {
    at: at('source'),
    notes: ['Write an array of { "text": ..., "label": ... }.'],
  });

export const badRecord = (
  place: string,
  role: 'text' | 'label',
  found: unknown,
  labelsOf: 'texts' | 'tokens' = 'texts',
) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_RECORD',
    `${place}: the ${role} is ${found === undefined || found === '' ? 'missing' : excerpt(found)}, expected ${
      labelsOf === 'tokens' ? EXPECTED_LISTS[role] : role === 'text' ? 'a string' : 'a string or a number'
    }.`,
    { at: at('source'), notes: ['Fix the record, or set onInvalid: skip to drop invalid records.'] },
  );

const EXPECTED_LISTS = { text: 'a list of tokens that are not empty', label: 'a list of tags' } as const;

/** @param fault A sentence that begins with the place. */
export const brokenRecord = (fault: string) =>
  new ExperimentError('EXPGRAPH_TEXT_RECORD', fault, {
    at: at('source'),
    notes: [
      'Quote texts that contain the delimiter, or set onInvalid: skip to drop invalid records. If another character separates the columns, set delimiter.',
    ],
  });

export const inexactLabel = (place: string, label: unknown) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_RECORD',
    `${place}: the label is an integer near ${String(label)}, expected at most 2^53: larger integers lose precision in JSON.`,
    { at: at('source'), notes: ['Write it as a string, in double quotes.'] },
  );

export const wordIndexMissing = (file: string) =>
  new ExperimentError('EXPGRAPH_TEXT_WORD_INDEX', `"${file}" contains word indices, and wordIndex is not set.`, {
    at: at('source'),
    notes: ['Set wordIndex to the file with the words, for imdb.npz imdb_word_index.json.'],
  });

export const wordIndexInvalid = (source: string, reason: string) =>
  new ExperimentError('EXPGRAPH_TEXT_WORD_INDEX', `"${source}" is not a valid word index: ${reason}.`, {
    at: at('wordIndex'),
    notes: ['Use a JSON file of { "word": 1, ... }, such as imdb_word_index.json.'],
  });

export const unknownWordIndex = (place: string, number: unknown) =>
  new ExperimentError('EXPGRAPH_TEXT_WORD_INDEX', `${place}: wordIndex has no word with index ${excerpt(number)}.`, {
    at: at('wordIndex'),
    notes: ['Use the word index of these texts.'],
  });

export const npzDamaged = (file: string, reason: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_NPZ',
    `"${file}" is damaged, or does not have the layout of Keras' imdb.npz: ${reason}.`,
    {
      at: at('source'),
      notes: [
        'Download it again. Expected arrays are x_train with lists of integers, y_train of int64, and x_test and y_test.',
      ],
    },
  );

export const npzWithoutParts = (file: string, names: readonly string[]) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_NPZ',
    `"${file}" contains the arrays ${some(names, 5)}, expected x_train and y_train.`,
    {
      at: at('source'),
      notes: ['Name the arrays x_train and y_train, x_test and y_test.'],
    },
  );
