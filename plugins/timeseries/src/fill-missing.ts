import { noNextValue, noPreviousValue } from './messages.js';

export const MISSING = ['fail', 'previous', 'interpolate'] as const;
export type Missing = (typeof MISSING)[number];

/**
 * Fills missing values (NaN) with the previous value, or by linear interpolation between their neighbors.
 * @param placeOf Returns the name of the value at an index, for messages.
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
    if (length > 0 && last < 0) throw noPreviousValue(placeOf(0));
    if (length > 0 && index === values.length && how === 'interpolate') throw noNextValue(placeOf(index - 1));
    for (let step = 1; step <= length; step += 1) {
      const fraction = how === 'previous' ? 0 : step / (length + 1);
      values[last + step] = values[last] + (fraction === 0 ? 0 : fraction * (values[index] - values[last]));
    }
    last = index;
  }
}
