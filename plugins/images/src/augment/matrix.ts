/** Affine map from output to input coordinates `[row, column, 1]`: the rows `[rr, rc, r0]` and `[cr, cc, c0]`. */
export type Matrix = readonly [rr: number, rc: number, r0: number, cr: number, cc: number, c0: number];

export type Size = readonly [height: number, width: number];

/** Returns the map that applies first `inner`, then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [rr, rc, r0, cr, cc, c0] = inner;
  return [a * rr + b * cr, a * rc + b * cc, a * r0 + b * c0 + c, d * rr + e * cr, d * rc + e * cc, d * r0 + e * c0 + f];
}

/** Rotation, shift, shear and zoom of an image. */
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

/**
 * Returns rotation · shift · shear · zoom about the center of the image, on `[x, y, 1]`, converted to rows and columns. Like Keras'
 * `apply_affine_transform`, without two of its bugs: it shifts columns by `height_shift_range` and rows by `width_shift_range`, and it swaps
 * height and width in the center of images that are not square.
 */
export function affineMatrix(affine: Affine, size: Size): Matrix {
  const { angle, rows, columns, shear, zoomX, zoomY } = affine;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [sheared, scaled] = [-Math.sin(shear), Math.cos(shear)];
  const linear = {
    xx: cos * zoomX,
    xy: (cos * sheared - sin * scaled) * zoomY,
    yx: sin * zoomX,
    yy: (sin * sheared + cos * scaled) * zoomY,
  };
  return aboutCenter(linear, [cos * columns - sin * rows, sin * columns + cos * rows], size);
}

/** Returns a linear map on `[x, y]` about the center of an image, followed by a shift in pixels. */
export function aboutCenter(
  { xx, xy, yx, yy }: Readonly<Record<'xx' | 'xy' | 'yx' | 'yy', number>>,
  [shiftX, shiftY]: readonly [number, number],
  [height, width]: Size,
): Matrix {
  const [centerX, centerY] = [width / 2 - 0.5, height / 2 - 0.5];
  const x0 = shiftX + centerX - xx * centerX - xy * centerY;
  const y0 = shiftY + centerY - yx * centerX - yy * centerY;
  return [yy, yx, y0, xy, xx, x0];
}

/** Returns the map that flips an image. */
export function flipMatrix(
  [height, width]: Size,
  flip: { readonly horizontal: boolean; readonly vertical: boolean },
): Matrix {
  const [signR, startR] = flip.vertical ? [-1, height - 1] : [1, 0];
  const [signC, startC] = flip.horizontal ? [-1, width - 1] : [1, 0];
  return [signR, 0, startR, 0, signC, startC];
}

/** Returns the map that resizes a box of the input, in pixels, to an output. */
export function boxMatrix(
  { top, left, height, width }: Readonly<Record<'top' | 'left' | 'height' | 'width', number>>,
  [toHeight, toWidth]: Size,
): Matrix {
  // The center of a pixel is at half a pixel.
  const [down, across] = [height / toHeight, width / toWidth];
  return [down, 0, top + down / 2 - 0.5, 0, across, left + across / 2 - 0.5];
}
