import { Type } from '@expgraph/sdk';

/** The option that these networks have besides those of all backbones. */
export const WIDTH = {
  alpha: Type.Number({
    minimum: 0.1,
    maximum: 2,
    default: 1,
    description: 'Width multiplier: fraction of the filters in each layer.',
  }),
};

/** An alpha as Keras writes it in names of files. */
export const alphaText = (alpha: number): string => (Number.isInteger(alpha) ? alpha.toFixed(1) : String(alpha));

/** The size of images that there are weights for: as Keras, those for 224 where there are none for this one. */
export const sizeOf = ([height, width]: readonly [number, number], sizes: readonly number[]): number =>
  height === width && sizes.includes(height) ? height : 224;
