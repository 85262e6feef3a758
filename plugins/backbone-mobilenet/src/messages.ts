import { ExperimentError } from '@expgraph/sdk';

export const damagedWeights = (source: string, found: string, expected: string) =>
  new ExperimentError(
    'EXPGRAPH_MOBILENET_WEIGHTS_DAMAGED',
    `The weights in ${source} are damaged: the digest differs.`,
    {
      at: { config: ['weights'] },
      notes: [
        `found    sha256 ${found}`,
        `expected sha256 ${expected}`,
        'Remove the download from the cache (expgraph doctor shows where) and run again.',
      ],
    },
  );
