import { plural } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const vocabularyOfAllParts = (part: string) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_VOCABULARY_LEAK',
    `The vocabulary is built from all texts, including those of the part "${part}", which the model must not see in training.`,
    {
      at: { input: 'vocabulary' },
      notes: ['Build it after the split, from the training part: vocabulary: { inputs: { data: parts.train } }.'],
    },
  );

export const noDocumentFrequencies = () =>
  new ExperimentError(
    'EXPGRAPH_TEXT_VOCABULARY_UNCOUNTED',
    'The vocabulary has no document frequencies, which tf-idf needs.',
    { at: { input: 'vocabulary' }, notes: ['Build it from texts with the node vocabulary, or use bag-of-words.'] },
  );

export const tagsWithoutOrder = (node: string) =>
  new ExperimentError('EXPGRAPH_TEXT_TAGS', `${node} discards the order of tokens, and each token has a tag.`, {
    at: { input: 'data' },
    notes: ['Use pad, which keeps tokens and tags aligned.'],
  });

export const tokenCountDiffers = (name: string, tokens: number, tags: number) =>
  new ExperimentError(
    'EXPGRAPH_TEXT_TAGS',
    `${name}: found ${plural(tokens, 'token')} and ${plural(tags, 'tag')}, expected one tag per token.`,
    {
      at: { input: 'data' },
      notes: ['Change the nodes before this one so that they keep all tokens.'],
    },
  );
