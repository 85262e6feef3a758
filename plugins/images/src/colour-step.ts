/** What can be done to the colours of an image, in grey levels 0..255, red first. */
export type ColourStep =
  /** `shift` is added to all channels, not beyond the darkest and brightest level of the image; then `factor` scales the light. */
  | { readonly kind: 'light'; readonly shift: number; readonly factor?: number }
  /** Away from the mean grey of the image; 0 is that grey, 1 the image. */
  | { readonly kind: 'contrast'; readonly factor: number }
  /** Away from the grey of each pixel; 0 is grey, 1 the image. */
  | { readonly kind: 'saturation'; readonly factor: number }
  /** `turn` is a share of the circle of colours, -0.5 to 0.5. */
  | { readonly kind: 'hue'; readonly turn: number }
  /** Away from the smoothed image. */
  | { readonly kind: 'sharpness'; readonly factor: number }
  /** Gaussian; `sigma` in pixels. */
  | { readonly kind: 'blur'; readonly sigma: number }
  /** Each channel stretched to 0..255. */
  | { readonly kind: 'autocontrast' }
  /** Each channel with about as many pixels of every level. */
  | { readonly kind: 'equalize' }
  /** Keeps the upper bits of each level. */
  | { readonly kind: 'posterize'; readonly bits: number }
  /** Inverts the levels from `from` on. */
  | { readonly kind: 'solarize'; readonly from: number }
  | ({ readonly kind: 'erase' } & Erasure);

/** A box that is painted over. */
export interface Erasure {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
  /** A grey level, or the seed of noise. */
  readonly fill: { readonly level: number } | { readonly seed: number };
}
