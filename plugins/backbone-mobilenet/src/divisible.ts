/** The nearest multiple of 8 that is not more than a tenth below the value, and no less than 8. */
export function divisible(value: number): number {
  const nearest = Math.max(8, Math.floor((value + 4) / 8) * 8);
  return nearest < 0.9 * value ? nearest + 8 : nearest;
}
