import { ExperimentError } from '@expgraph/sdk';

export const damagedWeights = (source: string, found: string, expected: string) =>
  new ExperimentError('EXPGRAPH_MOBILENET_WEIGHTS_DAMAGED', `The weights in ${source} are not what they were.`, {
    at: { config: ['weights'] },
    notes: [
      `found    sha256 ${found}`,
      `expected sha256 ${expected}`,
      'Remove the download from the cache (expgraph doctor tells where) and run again.',
    ],
  });
