/**
 * Enumerations that TypeScript and C++ share. `npm run build` writes them to `addons/common/generated/enums.h`, so that both sides have
 * the same numbers and names.
 */

/** How an image is resized. */
export const INTERPOLATION = { bilinear: 0, nearest: 1, bicubic: 2 } as const;

/** How an image continues beyond its edges. */
export const FILL_MODE = { nearest: 0, constant: 1, reflect: 2, wrap: 3 } as const;

/** The kinds of changes to the colors of an image. */
export const COLOR_STEP = {
  brightness: 0,
  contrast: 1,
  saturation: 2,
  hue: 3,
  sharpness: 4,
  blur: 5,
  autocontrast: 6,
  equalize: 7,
  posterize: 8,
  solarize: 9,
  erase: 10,
} as const;

/** The data types of the tensors that enter and leave a graph, with TensorFlow's numbers. */
export const DATA_TYPE = { float32: 1, int32: 3, uint8: 4, bool: 10 } as const;

/** Recurrent cells. The reset gate of `gru` is applied after the product of state and kernel, that of `gruResetBefore` before. */
export const RECURRENT_CELL = { simple: 0, lstm: 1, gru: 2, gruResetBefore: 3 } as const;

/** Activations of recurrent cells. */
export const ACTIVATION = { linear: 0, relu: 1, sigmoid: 2, tanh: 3 } as const;
