/**
 * Splits a total into integers by fractions, with the largest remainder method (Hamilton's method). They add up to the total times the sum of
 * the fractions, rounded. If the total suffices, each fraction above zero gets at least one.
 * @param debt What each fraction has missed so far, in units; the remaining units go to the largest claims first.
 */
export function apportion(total: number, fractions: readonly number[], debt?: readonly number[]): number[] {
  const wanted = fractions.map((fraction) => fraction * total);
  // 0.7 + 0.15 + 0.15 is slightly below 1: ignore rounding errors.
  const counts = wanted.map((value) => Math.floor(value + 1e-9));
  const sum = Math.min(total, Math.round(wanted.reduce((a, b) => a + b, 0)));
  const claim = (index: number) => wanted[index] - counts[index] + (debt?.[index] ?? 0);
  for (let left = sum - counts.reduce((a, b) => a + b, 0); left > 0; left -= 1) {
    counts[indexOfLargest(counts.map((_, index) => (wanted[index] > counts[index] ? claim(index) : -Infinity)))] += 1;
  }
  const claimants = fractions.filter((fraction) => fraction > 0).length;
  if (sum >= claimants) giveEachOne(counts, fractions);
  return counts;
}

function giveEachOne(counts: number[], fractions: readonly number[]): void {
  for (const [index, fraction] of fractions.entries()) {
    if (fraction === 0 || counts[index] > 0) continue;
    counts[indexOfLargest(counts)] -= 1;
    counts[index] = 1;
  }
}

const indexOfLargest = (values: readonly number[]) => values.indexOf(Math.max(...values));
