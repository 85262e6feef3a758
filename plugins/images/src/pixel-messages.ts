import { ExperimentError } from '@expgraph/sdk';
import { at } from './wording.js';

export const greyRange = (range: string) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_GREY_RANGE',
    `The range ${range} is one of three channels, and colour is grey.`,
    {
      at: at('range'),
      notes: ['Use 0..255, 0..1 or -1..1, or colour: rgb.'],
    },
  );

export const rangeUnknown = (option: string, shown = option) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_RANGE_UNKNOWN',
    `${shown} needs to know what black and white are, and the range of "images" is not known.`,
    { at: at(option), notes: [`Remove ${shown}, or load the images with a range, for example with load/images.`] },
  );

export const otherChannels = (channels: number) =>
  new ExperimentError('EXPGRAPH_IMAGES_CHANNELS', `The images have ${channels} channels, expected 1 (grey) or 3.`, {
    at: at(),
    notes: ['Load them with colour: rgb or grey.'],
  });

export const intervalReversed = (option: readonly string[], low: number, high: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_INTERVAL',
    `${option.join('.')} is [${low}, ${high}]: the first is above the second.`,
    { at: at(...option), notes: [`Write [${high}, ${low}].`] },
  );

export const tooLargeToWhiten = ([height, width, channels]: readonly [number, number, number]) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ZCA_SIZE',
    `zca of images of ${height}x${width} needs a matrix of ${height * width * channels} values squared, expected at most 3072 squared.`,
    { at: at('zca'), notes: ['Load the images at 32x32 or less, or leave zca out.'] },
  );

export const nothingToMix = () =>
  new ExperimentError('EXPGRAPH_IMAGES_NOTHING_TO_MIX', 'There is neither mixup nor cutmix, expected one or both.', {
    at: at(),
    notes: ['Write mixup: {}, or cutmix: { alpha: 1 }, or leave the node out.'],
  });
