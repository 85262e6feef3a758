import { at } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

/** `most`: the largest number of values of an image. */
export const tooLargeToWhiten = ([height, width, channels]: readonly [number, number, number], most: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_ZCA_SIZE',
    `zcaWhitening gets images of ${height}x${width}x${channels} = ${height * width * channels} values, expected at most ${most}.`,
    { at: at('zcaWhitening'), notes: ['Load the images at 32x32 or smaller, or remove zcaWhitening.'] },
  );
