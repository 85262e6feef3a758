import type { Random } from '@expgraph/sdk';
import type { Affine, Size } from './matrix.js';

/** The options of Keras' ImageDataGenerator, with its meaning. */
export interface TransformOptions {
  /** Degrees, to either side. */
  readonly rotation: number;
  /**
   * A share of the width below 1, else pixels. An integer n of 1 or more means whole pixels from 0 to n - 1, of a list one is chosen,
   * each to either side; any other number is the largest shift.
   */
  readonly widthShift: number | readonly number[];
  readonly heightShift: number | readonly number[];
  /** Degrees. */
  readonly shear: number;
  readonly zoom: number | readonly [number, number];
  readonly flip: 'none' | 'horizontal' | 'vertical' | 'both';
  readonly brightness?: readonly [number, number];
  /** In units of 0..255. */
  readonly channelShift: number;
}

/** What these options do to one image. */
export interface ImageTransform {
  readonly affine: Affine;
  readonly flip: { readonly horizontal: boolean; readonly vertical: boolean };
  /** Is added to all channels, in units of 0..255. */
  readonly channelShift: number;
  /** A factor of the light; undefined leaves it. */
  readonly brightness?: number;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Draws what is done to an image of a size. Every number is drawn, so that one option does not change another's draws. */
export function drawTransform(options: TransformOptions, [height, width]: Size, random: Random): ImageTransform {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const { zoom, flip, brightness } = options;
  const [low, high] = typeof zoom === 'number' ? [1 - zoom, 1 + zoom] : zoom;
  const affine = {
    angle: radians(between(-options.rotation, options.rotation)),
    rows: drawShift(options.heightShift, height, random),
    columns: drawShift(options.widthShift, width, random),
    shear: radians(between(-options.shear, options.shear)),
    zoomX: between(low, high),
    zoomY: between(low, high),
  };
  const [turnX, turnY] = [random.uniform() < 0.5, random.uniform() < 0.5];
  const channelShift = between(-options.channelShift, options.channelShift);
  const light = random.uniform();
  return {
    affine,
    flip: {
      horizontal: turnX && (flip === 'horizontal' || flip === 'both'),
      vertical: turnY && (flip === 'vertical' || flip === 'both'),
    },
    channelShift,
    brightness: brightness && brightness[0] + (brightness[1] - brightness[0]) * light,
  };
}

/** In pixels. */
function drawShift(shift: number | readonly number[], size: number, random: Random): number {
  const [first, second] = [random.uniform(), random.uniform()];
  const sign = second < 0.5 ? -1 : 1;
  if (typeof shift !== 'number') {
    const unit = Math.max(...shift) < 1 ? size : 1;
    return shift[Math.floor(first * shift.length)] * sign * unit;
  }
  if (Number.isInteger(shift)) return Math.floor(first * shift) * sign;
  return shift * (2 * first - 1) * (shift < 1 ? size : 1);
}
