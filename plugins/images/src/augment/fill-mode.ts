export const FILL_MODES = ['nearest', 'constant', 'reflect', 'wrap'] as const;

/**
 * How a row `a b c d` continues beyond its edges, in the terms of `scipy.ndimage` and Keras: nearest `a a|a b c d|d d`, reflect
 * `b a|a b c d|d c`, wrap with scipy's period of size - 1, and constant with a value.
 */
export type FillMode = (typeof FILL_MODES)[number];

/** Maps a coordinate into [0, size - 1]. Not for `constant`, which reads nothing beyond the edges. */
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
