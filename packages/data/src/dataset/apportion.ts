/**
 * Whole numbers as near to fractions of a total as can be, by largest remainders (Hamilton's method): together they are the
 * total times the sum of the fractions, rounded. Where there is enough, a fraction above zero gets at least one.
 * @param debt what each fraction was given too little before, in units; it decides first who has the units that are left.
 */
export function apportion(total: number, fractions: readonly number[], debt?: readonly number[]): number[] {
  const wanted = fractions.map((fraction) => fraction * total);
  // 0.7 + 0.15 + 0.15 is a little below 1: what is whole but for rounding counts as whole.
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
