/** Returns the nearest multiple of 8 that is at least 8 and at least 90 % of the value. */
export function divisible(value: number): number {
  const nearest = Math.max(8, Math.floor((value + 4) / 8) * 8);
  return nearest < 0.9 * value ? nearest + 8 : nearest;
}
