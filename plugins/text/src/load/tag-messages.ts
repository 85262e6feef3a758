import { at, excerpt, plural, some } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const taggedFormatUnknown = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_FORMAT', `"${source}" has a file format that cannot contain token labels.`, {
    at: at('source'),
    notes: [
      'Use a .conll, .conllu, .iob, .iob2, .bio, .tsv or .txt file with one token and its tag per line, a folder of such files, or a .csv, .json, .jsonl or .ndjson file.',
    ],
  });

export const noTaggedFiles = (source: string, others: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TEXT_EMPTY', `"${source}" contains no files of tagged tokens.`, {
    at: at('source'),
    notes: [
      others.length > 0 ? `It contains other files: ${some(others)}.` : 'It contains no files.',
      'Use a folder with files that end in .conll, .conllu, .iob, .iob2, .bio, .tsv or .txt, at any depth.',
    ],
  });

export const noConlluColumn = (role: 'text' | 'label', column: string, known: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TEXT_COLUMN', `CoNLL-U has no column "${column}".`, {
    at: at('columns', role),
    notes: [`Its columns are: ${known.join(', ')}.`],
  });

export const linesHaveNoColumnNames = (role: 'text' | 'label', column: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_COLUMN',
    `columns.${role} is "${column}", but files with one token per line have no column names.`,
    { at: at('columns', role), notes: ['Set it to the index of the column; the first is 0.'] },
  );

export const tagCountDiffers = (place: string, tokens: number, tags: number) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_TAGS',
    `${place}: found ${plural(tokens, 'token')} and ${plural(tags, 'tag')}, expected one tag per token.`,
    {
      at: at('source'),
      notes: ['Add or remove tags, or set onInvalid: skip to drop such texts.'],
    },
  );

export const tokenWithoutTag = (place: string, position: number, token: string) =>
  new ExperimentError('EXPGRAPH_TEXT_TAGS', `${place}: token ${position}, "${excerpt(token)}", has no tag.`, {
    at: at('source'),
    notes: ['Add a tag, or set onInvalid: skip to drop such texts.'],
  });
