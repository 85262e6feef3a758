import type { Random } from '@expgraph/sdk';

export type FillMode = 'nearest' | 'constant' | 'reflect' | 'wrap';

/** The options of Keras' ImageDataGenerator, with its meaning. */
export interface AugmentOptions {
  /** Degrees, to either side. */
  readonly rotation: number;
  /** A share of the width if below 1, else pixels. */
  readonly widthShift: number;
  readonly heightShift: number;
  /** Degrees. */
  readonly shear: number;
  readonly zoom: number | readonly [number, number];
  readonly flip: 'none' | 'horizontal' | 'vertical' | 'both';
  readonly brightness?: readonly [number, number];
  /** In units of 0..255. */
  readonly channelShift: number;
}

/** What is done to one image. */
export interface ImageTransform {
  /** Output to input, on `[row, column, 1]`: the rows `[rr, rc, r0]` and `[cr, cc, c0]`. */
  readonly matrix: readonly [number, number, number, number, number, number];
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
  readonly channelShift: number;
  readonly brightness: number;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Draws what is done to an image of a size. Every number is drawn, so that one option does not change another's draws. */
export function drawTransform(
  options: AugmentOptions,
  [height, width]: readonly [number, number],
  random: Random,
): ImageTransform {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const angle = radians(between(-options.rotation, options.rotation));
  const shift = (amount: number, size: number) => between(-amount, amount) * (amount < 1 ? size : 1);
  const rows = shift(options.heightShift, height);
  const columns = shift(options.widthShift, width);
  const shear = radians(between(-options.shear, options.shear));
  const { zoom } = options;
  const [low, high] = typeof zoom === 'number' ? [1 - zoom, 1 + zoom] : zoom;
  const [zoomX, zoomY] = [between(low, high), between(low, high)];
  const [flipX, flipY] = [random.uniform() < 0.5, random.uniform() < 0.5];
  return {
    matrix: affineMatrix({ angle, rows, columns, shear, zoomX, zoomY }, height, width),
    flipHorizontal: flipX && (options.flip === 'horizontal' || options.flip === 'both'),
    flipVertical: flipY && (options.flip === 'vertical' || options.flip === 'both'),
    channelShift: between(-options.channelShift, options.channelShift),
    brightness: options.brightness ? between(...options.brightness) : 1,
  };
}

interface Affine {
  readonly angle: number;
  readonly rows: number;
  readonly columns: number;
  readonly shear: number;
  readonly zoomX: number;
  readonly zoomY: number;
}

/** Rotation · shift · shear · zoom about the centre of the image, on `[x, y, 1]`, turned to rows and columns. */
export function affineMatrix(
  { angle, rows, columns, shear, zoomX, zoomY }: Affine,
  height: number,
  width: number,
): ImageTransform['matrix'] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [sheared, scaled] = [-Math.sin(shear), Math.cos(shear)];
  const xx = cos * zoomX;
  const xy = (cos * sheared - sin * scaled) * zoomY;
  const x0 = cos * columns - sin * rows;
  const yx = sin * zoomX;
  const yy = (sin * sheared + cos * scaled) * zoomY;
  const y0 = sin * columns + cos * rows;
  const [centreX, centreY] = [width / 2 - 0.5, height / 2 - 0.5];
  const offsetX = x0 + centreX - xx * centreX - xy * centreY;
  const offsetY = y0 + centreY - yx * centreX - yy * centreY;
  return [yy, yx, offsetY, xy, xx, offsetX];
}
