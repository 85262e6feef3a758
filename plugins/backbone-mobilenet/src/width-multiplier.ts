import { Type } from '@expgraph/sdk';

/** Option of these networks besides those of all backbones. */
export const WIDTH = {
  alpha: Type.Number({
    minimum: 0.1,
    maximum: 2,
    default: 1,
    description: 'Width multiplier: fraction of the filters in each layer.',
  }),
};

/** Returns alpha as spelled in Keras' file names. */
export const alphaText = (alpha: number): string => (Number.isInteger(alpha) ? alpha.toFixed(1) : String(alpha));

/** Returns the image size of the weights to use: 224 if there are none for the given size, as in Keras. */
export const sizeOf = ([height, width]: readonly [number, number], sizes: readonly number[]): number =>
  height === width && sizes.includes(height) ? height : 224;
