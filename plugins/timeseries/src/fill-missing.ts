import { nothingBefore, nothingBehind } from './messages.js';

export const MISSING = ['fail', 'previous', 'interpolate'] as const;
export type Missing = (typeof MISSING)[number];

/**
 * Puts numbers where there are none (NaN): the one before, or what lies on a line between those around.
 * @param placeOf what is called the number at an index, for people
 */
export function fillMissing(
  values: Float64Array,
  how: Exclude<Missing, 'fail'>,
  placeOf: (index: number) => string,
): void {
  let last = -1;
  for (let index = 0; index <= values.length; index += 1) {
    const isGap = index < values.length && Number.isNaN(values[index]);
    if (isGap) continue;
    const length = index - last - 1;
    if (length > 0 && last < 0) throw nothingBefore(placeOf(0));
    if (length > 0 && index === values.length && how === 'interpolate') throw nothingBehind(placeOf(index - 1));
    for (let step = 1; step <= length; step += 1) {
      const share = how === 'previous' ? 0 : step / (length + 1);
      values[last + step] = values[last] + (share === 0 ? 0 : share * (values[index] - values[last]));
    }
    last = index;
  }
}
