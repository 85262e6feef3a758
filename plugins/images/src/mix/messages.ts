import { at } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const nothingToMix = () =>
  new ExperimentError('EXPGRAPH_IMAGES_NOTHING_TO_MIX', 'Neither mixup nor cutmix is set, expected at least one.', {
    at: at(),
    notes: ['Set mixup: {} or cutmix: {}, or remove the node.'],
  });
