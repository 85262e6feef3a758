/** The kernel knows the first two by their place. */
export const FILL_MODES = ['nearest', 'constant', 'reflect', 'wrap'] as const;

/**
 * What lies beyond the edge of a row `a b c d`, in the words of `scipy.ndimage` and Keras: nearest `a a|a b c d|d d`,
 * reflect `b a|a b c d|d c`, wrap with the period of size - 1 that scipy gives it, and constant a value.
 */
export type FillMode = (typeof FILL_MODES)[number];

/** Brings a coordinate into [0, size - 1]. Not for `constant`, of which nothing beyond the edge is in the image. */
export function mapCoordinate(value: number, size: number, mode: FillMode): number {
  const last = size - 1;
  if (value >= 0 && value <= last) return value;
  if (mode === 'wrap' && last > 0) {
    if (value < 0) return value + last * (Math.trunc(-value / last) + 1);
    return value - last * Math.trunc(value / last);
  }
  if (mode !== 'reflect') return Math.min(Math.max(value, 0), last);
  const period = 2 * size;
  const position = value + 0.5 - Math.floor((value + 0.5) / period) * period;
  return Math.min(Math.max((position < size ? position : period - position) - 0.5, 0), last);
}
