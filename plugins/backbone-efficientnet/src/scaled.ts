/**
 * Returns the number of filters scaled by a width, rounded to a multiple of 8 that is at least 90 % of it: section 3.3
 * of the paper's code.
 */
export function scaledFilters(filters: number, width: number): number {
  const scaled = filters * width;
  const nearest = nearestOfEight(scaled);
  return nearest < 0.9 * scaled ? nearest + 8 : nearest;
}

/** Returns the nearest multiple of 8, as the second version rounds, without a lower bound relative to `filters`. */
export const nearestOfEight = (filters: number): number => Math.max(8, Math.floor((filters + 4) / 8) * 8);

/** Returns the number of blocks scaled by a depth. */
export const scaledRepeats = (repeats: number, depth: number): number => Math.ceil(depth * repeats);
