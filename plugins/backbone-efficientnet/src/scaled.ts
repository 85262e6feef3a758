/** Filters times a width, as a multiple of 8 that is not more than a tenth below it: section 3.3 of the paper's code. */
export function scaledFilters(filters: number, width: number): number {
  const scaled = filters * width;
  const nearest = nearestOfEight(scaled);
  return nearest < 0.9 * scaled ? nearest + 8 : nearest;
}

/** The same for the second version, which does not mind how far below it is. */
export const nearestOfEight = (filters: number): number => Math.max(8, Math.floor((filters + 4) / 8) * 8);

/** Repeats of a block times a depth. */
export const scaledRepeats = (repeats: number, depth: number): number => Math.ceil(depth * repeats);
