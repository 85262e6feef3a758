import { at } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const grayscaleRange = (range: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_GRAY_RANGE',
    `The range ${range} needs 3 channels, but colorMode is grayscale.`,
    {
      at: at('range'),
      notes: ['Set range to 0..255, 0..1 or -1..1, or set colorMode: rgb.'],
    },
  );
