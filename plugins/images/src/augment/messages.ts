import { at } from '@expgraph/data/wording';
import { ExperimentError } from '@expgraph/sdk';

export const rangeUnknown = (option: string, shown = option) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_RANGE_UNKNOWN',
    `${shown} needs the values of black and white, but the range of "images" is unknown.`,
    { at: at(option), notes: [`Remove ${shown}, or load the images with a range, for example with load/images.`] },
  );

export const intervalReversed = (option: readonly string[], low: number, high: number) =>
  new ExperimentError(
    'EXPGRAPH_IMAGES_INTERVAL',
    `${option.join('.')} is [${low}, ${high}], expected the lower bound first.`,
    { at: at(...option), notes: [`Write [${high}, ${low}].`] },
  );
