import type { Random } from '@expgraph/sdk';

/**
 * Parts of the elements of a data set, by shares. Stratified, every class is in each part by its share, as near as whole
 * numbers allow (largest remainders).
 * @param labels `[size]`: the class of each element; undefined for a split that is not stratified.
 */
export function splitIndices(
  size: number,
  shares: readonly number[],
  random: Random,
  labels?: ArrayLike<number>,
): Int32Array[] {
  const groups = new Map<number, number[]>();
  for (const index of random.permutation(size)) {
    const group = labels ? labels[index] : 0;
    const members = groups.get(group);
    if (members) members.push(index);
    else groups.set(group, [index]);
  }
  const parts: number[][] = shares.map(() => []);
  for (const members of groups.values()) {
    let start = 0;
    for (const [part, count] of apportion(members.length, shares).entries()) {
      parts[part].push(...members.slice(start, start + count));
      start += count;
    }
  }
  // Parts keep the order of the data: reading is quicker, and a test set looks the same each time.
  return parts.map((part) => Int32Array.from(part).sort());
}

/** Whole numbers as near to shares of a total as can be; what is left over is in no part. */
function apportion(total: number, shares: readonly number[]): number[] {
  const wanted = shares.map((share) => share * total);
  const counts = wanted.map((value) => Math.floor(value + 1e-9));
  const sum = Math.min(total, Math.round(wanted.reduce((a, b) => a + b, 0)));
  const byRemainder = shares.map((_, part) => part).sort((a, b) => wanted[b] - counts[b] - (wanted[a] - counts[a]));
  for (let given = counts.reduce((a, b) => a + b, 0), next = 0; given < sum; given += 1, next += 1) {
    counts[byRemainder[next % shares.length]] += 1;
  }
  return counts;
}
