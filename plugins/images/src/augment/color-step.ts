/** A change of the colors of an image, in levels 0..255, RGB. */
export type ColorStep =
  /** Adds `shift` to all channels, clipped to the lowest and highest level of the image; then multiplies the brightness by `factor`. */
  | { readonly kind: 'brightness'; readonly shift: number; readonly factor?: number }
  /** Blends with the mean gray level of the image; 0 gives that level, 1 the original image. */
  | { readonly kind: 'contrast'; readonly factor: number }
  /** Blends each pixel with its gray level; 0 gives a gray image, 1 the original image. */
  | { readonly kind: 'saturation'; readonly factor: number }
  /** Rotates the hue by `turn`, a fraction of the color circle, -0.5 to 0.5. */
  | { readonly kind: 'hue'; readonly turn: number }
  /** Blends with a smoothed image; 0 gives the smoothed image, 1 the original image. */
  | { readonly kind: 'sharpness'; readonly factor: number }
  /** Gaussian blur; `sigma` in pixels. */
  | { readonly kind: 'blur'; readonly sigma: number }
  /** Stretches each channel to 0..255. */
  | { readonly kind: 'autocontrast' }
  /** Equalizes the histogram of each channel. */
  | { readonly kind: 'equalize' }
  /** Keeps the upper bits of each level. */
  | { readonly kind: 'posterize'; readonly bits: number }
  /** Inverts the levels from `from` on. */
  | { readonly kind: 'solarize'; readonly from: number }
  | ({ readonly kind: 'erase' } & Erasure);

/** A box that is filled. */
export interface Erasure {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
  /** A level, or the seed of noise. */
  readonly fill: { readonly level: number } | { readonly seed: number };
}
