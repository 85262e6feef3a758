import { at, excerpt, plural } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const noTokens = (texts: number, distinct: number, minCount: number) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_NO_TOKENS',
    distinct === 0
      ? `The ${plural(texts, 'text')} contain no tokens.`
      : `None of the ${distinct} distinct tokens occurs ${plural(minCount, 'time')}.`,
    distinct === 0
      ? { at: { input: 'data' }, notes: ['Check the node tokenize: it may remove too much.'] }
      : { at: at('minCount'), notes: ['Lower minCount.'] },
  );

export const vocabularyOfUnseenPart = (part: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_VOCABULARY_LEAK',
    `The vocabulary would be built from the part "${part}", which the model must not see in training.`,
    { at: { input: 'data' }, notes: ['Connect the training part, for example parts.train.'] },
  );

export const vocabularyNotAFile = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_VOCABULARY', `"${source}" is a folder, expected a vocabulary file.`, {
    at: at('source'),
    notes: ['Use the file vocabulary.tsv that the node vocabulary writes, or a file with one token per line.'],
  });

export const vocabularyEmpty = (source: string) =>
  new ExperimentError('EXPGRAPH_TEXT_VOCABULARY', `"${source}" contains no tokens.`, {
    at: at('source'),
    notes: ['Use a file with one token per line.'],
  });

export const invalidVocabularyLine = (file: string, line: number, found: string, expected: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_VOCABULARY',
    `${file}:${line}: found ${JSON.stringify(excerpt(found))}, expected ${expected}.`,
    { at: at('source'), notes: ['Fix the line, or build the vocabulary again with the node vocabulary.'] },
  );

export const duplicateToken = (file: string, line: number, token: string) =>
  new ExperimentError('EXPGRAPH_TEXT_VOCABULARY', `${file}:${line}: duplicate token "${token}".`, {
    at: at('source'),
    notes: ['Remove one of the two lines.'],
  });
