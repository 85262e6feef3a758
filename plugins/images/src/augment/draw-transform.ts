import type { Random } from '@expgraph/sdk';
import type { Affine, Size } from './matrix.js';

/** The options of Keras' ImageDataGenerator. */
export interface TransformOptions {
  /** Largest angle in either direction, in degrees. */
  readonly rotation: number;
  /**
   * Largest shift: a fraction of the width if below 1, otherwise in pixels. An integer n of 1 or more draws whole pixels from 0 to n - 1; a
   * list draws one of its entries. Both directions are equally likely.
   */
  readonly widthShift: number | readonly number[];
  readonly heightShift: number | readonly number[];
  /** Largest shear, in degrees. */
  readonly shear: number;
  readonly zoom: number | readonly [number, number];
  readonly flip: 'none' | 'horizontal' | 'vertical' | 'both';
  readonly brightness?: readonly [number, number];
  /** In units of 0..255. */
  readonly channelShift: number;
}

/** The drawn transform of one image. */
export interface ImageTransform {
  readonly affine: Affine;
  readonly flip: { readonly horizontal: boolean; readonly vertical: boolean };
  /** Value added to all channels, in units of 0..255. */
  readonly channelShift: number;
  /** Brightness factor; undefined leaves the brightness as it is. */
  readonly brightness?: number;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Draws the transform of an image. Draws all numbers, also of unused options, so that adding an option does not change the others. */
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
  const [flipX, flipY] = [random.uniform() < 0.5, random.uniform() < 0.5];
  const channelShift = between(-options.channelShift, options.channelShift);
  const position = random.uniform();
  return {
    affine,
    flip: {
      horizontal: flipX && (flip === 'horizontal' || flip === 'both'),
      vertical: flipY && (flip === 'vertical' || flip === 'both'),
    },
    channelShift,
    brightness: brightness && brightness[0] + (brightness[1] - brightness[0]) * position,
  };
}

/** Draws a shift, in pixels. */
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
