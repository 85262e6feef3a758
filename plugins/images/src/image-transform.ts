import type { Random } from '@expgraph/sdk';

/** The options of Keras' ImageDataGenerator, with its meaning. */
export interface TransformOptions {
  /** Degrees, to either side. */
  readonly rotation: number;
  /** The largest shift, or the shifts to choose from: a share of the width if all are below 1, else pixels. */
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

/** The affine part of a transform. */
export interface Affine {
  /** Radians. */
  readonly angle: number;
  /** Pixels. */
  readonly rows: number;
  readonly columns: number;
  /** Radians. */
  readonly shear: number;
  readonly zoomX: number;
  readonly zoomY: number;
}

/** Output to input, on `[row, column, 1]`: the rows `[rr, rc, r0]` and `[cr, cc, c0]`. */
export type Matrix = readonly [rr: number, rc: number, r0: number, cr: number, cc: number, c0: number];

/** What is done to one image. */
export interface ImageTransform {
  readonly affine: Affine;
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
  /** Is added to all channels, in units of 0..255. */
  readonly channelShift: number;
  /** A factor of the light; undefined leaves it. */
  readonly brightness?: number;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Draws what is done to an image of a size. Every number is drawn, so that one option does not change another's draws. */
export function drawTransform(
  options: TransformOptions,
  [height, width]: readonly [number, number],
  random: Random,
): ImageTransform {
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
    flipHorizontal: turnX && (flip === 'horizontal' || flip === 'both'),
    flipVertical: turnY && (flip === 'vertical' || flip === 'both'),
    channelShift,
    brightness: brightness && brightness[0] + (brightness[1] - brightness[0]) * light,
  };
}

/** A number is the largest shift; of a list one is chosen, to either side. In pixels. */
function drawShift(shift: number | readonly number[], size: number, random: Random): number {
  const [first, second] = [random.uniform(), random.uniform()];
  const list = typeof shift === 'number' ? [shift] : shift;
  const unit = Math.max(...list) < 1 ? size : 1;
  if (typeof shift === 'number') return shift * (2 * first - 1) * unit;
  return list[Math.floor(first * list.length)] * (second < 0.5 ? -1 : 1) * unit;
}

/**
 * Rotation · shift · shear · zoom about the centre of the image, on `[x, y, 1]`, turned to rows and columns. As Keras'
 * `apply_affine_transform`, but for two slips there: it shifts columns by `height_shift_range` and rows by
 * `width_shift_range`, and takes height for width in the centre of an image that is not square.
 */
export function affineMatrix(affine: Affine, [height, width]: readonly [number, number]): Matrix {
  const { angle, rows, columns, shear, zoomX, zoomY } = affine;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [sheared, scaled] = [-Math.sin(shear), Math.cos(shear)];
  const xx = cos * zoomX;
  const xy = (cos * sheared - sin * scaled) * zoomY;
  const yx = sin * zoomX;
  const yy = (sin * sheared + cos * scaled) * zoomY;
  const [centreX, centreY] = [width / 2 - 0.5, height / 2 - 0.5];
  const x0 = cos * columns - sin * rows + centreX - xx * centreX - xy * centreY;
  const y0 = sin * columns + cos * rows + centreY - yx * centreX - yy * centreY;
  return [yy, yx, y0, xy, xx, x0];
}

/** The same for the image mirrored afterwards. */
export function mirrored(
  [rr, rc, r0, cr, cc, c0]: Matrix,
  [height, width]: readonly [number, number],
  { flipHorizontal, flipVertical }: Pick<ImageTransform, 'flipHorizontal' | 'flipVertical'>,
): Matrix {
  const [signR, startR] = flipVertical ? [-1, height - 1] : [1, 0];
  const [signC, startC] = flipHorizontal ? [-1, width - 1] : [1, 0];
  return [
    rr * signR,
    rc * signC,
    r0 + rr * startR + rc * startC,
    cr * signR,
    cc * signC,
    c0 + cr * startR + cc * startC,
  ];
}
