import { at } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const decoderMissing = (cause: Error) =>
  new ExperimentError('EXPGRAPH_IMAGES_DECODER', 'The image decoder "sharp" cannot be loaded.', {
    notes: [cause.message.split('\n')[0], 'Install it for this machine: npm install --include=optional sharp'],
    cause,
  });

export const otherChannels = (channels: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_CHANNELS',
    `The images have ${channels} channels, expected 1 (grayscale) or 3 (RGB).`,
    { at: at(), notes: ['Load them with colorMode: rgb or grayscale.'] },
  );
