import { ExperimentError } from '@expgraph/sdk';
import { at, plural, short, some } from './messages.js';

export const taggedFormatUnknown = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_FORMAT', `"${source}" is a file of a kind that has no labels of tokens.`, {
    at: at('source'),
    notes: [
      'Give a .conll, .conllu, .iob, .iob2, .bio, .tsv or .txt file of a token and its tag a line, a folder of such files, or .csv, .json, .jsonl or .ndjson.',
    ],
  });

export const noTaggedFiles = (source: string, others: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TEXT_EMPTY', `There is no file of tagged tokens in "${source}".`, {
    at: at('source'),
    notes: [
      others.length > 0 ? `It has other files: ${some(others)}.` : 'It has no file at all.',
      'Give a folder with files that end in .conll, .conllu, .iob, .iob2, .bio, .tsv or .txt, at any depth.',
    ],
  });

export const noConlluColumn = (role: 'text' | 'label', column: string, known: readonly string[]) =>
  new ExperimentError('EXPGRAPH_TEXT_COLUMN', `CoNLL-U has no column "${column}".`, {
    at: at('columns', role),
    notes: [`It has: ${known.join(', ')}.`],
  });

export const linesHaveNoNames = (role: 'text' | 'label', column: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_COLUMN',
    `columns.${role} is "${column}", and in lines of a token and its tag no column has a name.`,
    { at: at('columns', role), notes: ['Give the number of the column; the first one is 0.'] },
  );

export const otherNumberOfTags = (place: string, tokens: number, tags: number) =>
  new ExperimentError('EXPGRAPH_TEXT_TAGS', `${place}: it has ${plural(tokens, 'token')} and ${plural(tags, 'tag')}.`, {
    at: at('source'),
    notes: ['Give each token one tag, or set onInvalid: skip to leave out such texts.'],
  });

export const tokenWithoutTag = (place: string, position: number, token: string) =>
  new ExperimentError('EXPGRAPH_TEXT_TAGS', `${place}: its token ${position}, "${short(token)}", has no tag.`, {
    at: at('source'),
    notes: ['Give each token a tag, or set onInvalid: skip to leave out such texts.'],
  });

export const tagsNotKept = (option: 'split' | 'remove' | 'form', found: string, wanted: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_TAGS',
    `Each token has a tag, and ${option}: ${found} may make other tokens of them.`,
    { at: at(option), notes: [`Set ${option}: ${wanted}. The texts are split into tokens as they come.`] },
  );

export const tagsWithoutOrder = (node: string) =>
  new ExperimentError('EXPGRAPH_TEXT_TAGS', `${node} loses the order of the tokens, and each of them has a tag.`, {
    at: { input: 'data' },
    notes: ['Use pad, which keeps tokens and tags beside each other.'],
  });

export const tokensAndTags = (name: string, tokens: number, tags: number) =>
  new ExperimentError('EXPGRAPH_TEXT_TAGS', `${name}: it has ${plural(tokens, 'token')} and ${plural(tags, 'tag')}.`, {
    at: { input: 'data' },
    notes: ['A node before this one must leave as many tokens as there were.'],
  });
