/** Output to input, on `[row, column, 1]`: the rows `[rr, rc, r0]` and `[cr, cc, c0]`. */
export type Matrix = readonly [rr: number, rc: number, r0: number, cr: number, cc: number, c0: number];

export type Size = readonly [height: number, width: number];

/** First `inner`, then `outer`. */
export function composed(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [rr, rc, r0, cr, cc, c0] = inner;
  return [a * rr + b * cr, a * rc + b * cc, a * r0 + b * c0 + c, d * rr + e * cr, d * rc + e * cc, d * r0 + e * c0 + f];
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

/**
 * Rotation · shift · shear · zoom about the centre of the image, on `[x, y, 1]`, turned to rows and columns. As Keras'
 * `apply_affine_transform`, but for two slips there: it shifts columns by `height_shift_range` and rows by
 * `width_shift_range`, and takes height for width in the centre of an image that is not square.
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
  return aboutCentre(linear, [cos * columns - sin * rows, sin * columns + cos * rows], size);
}

/** A linear map on `[x, y]` that leaves the centre of an image where it is, but for a shift in pixels. */
export function aboutCentre(
  { xx, xy, yx, yy }: Readonly<Record<'xx' | 'xy' | 'yx' | 'yy', number>>,
  [shiftX, shiftY]: readonly [number, number],
  [height, width]: Size,
): Matrix {
  const [centreX, centreY] = [width / 2 - 0.5, height / 2 - 0.5];
  const x0 = shiftX + centreX - xx * centreX - xy * centreY;
  const y0 = shiftY + centreY - yx * centreX - yy * centreY;
  return [yy, yx, y0, xy, xx, x0];
}

/** The image mirrored. */
export function mirror(
  [height, width]: Size,
  flip: { readonly horizontal: boolean; readonly vertical: boolean },
): Matrix {
  const [signR, startR] = flip.vertical ? [-1, height - 1] : [1, 0];
  const [signC, startC] = flip.horizontal ? [-1, width - 1] : [1, 0];
  return [signR, 0, startR, 0, signC, startC];
}

/** A box of the input, in pixels, brought to an output of a size. */
export function boxMatrix(
  { top, left, height, width }: Readonly<Record<'top' | 'left' | 'height' | 'width', number>>,
  [toHeight, toWidth]: Size,
): Matrix {
  // Pixels have their centre at half a pixel.
  const [down, across] = [height / toHeight, width / toWidth];
  return [down, 0, top + down / 2 - 0.5, 0, across, left + across / 2 - 0.5];
}
