import { apportion } from '@expgraph/data/dataset';
import type { Random } from '@expgraph/sdk';

/**
 * Splits a dataset into disjoint parts by fractions. Stratified, each part gets its fraction of every class, as closely as integers
 * allow, and at least one example if the class has one per part. A class with fewer examples goes to the first parts. Parts keep the order of
 * the dataset.
 * @param labels `[size]`: the class of each example; undefined for a split that is not stratified.
 */
export function splitIndices(
  size: number,
  fractions: readonly number[],
  random: Random,
  labels?: ArrayLike<number>,
): Int32Array[] {
  const parts: number[][] = fractions.map(() => []);
  // Ten small classes that all round in favor of one part would make it too large: the debt of each part carries over to the next class.
  const debt = fractions.map(() => 0);
  for (const [label, members] of groupByLabel(size, labels)) {
    const order = random.stream('split', label).permutation(members.length);
    let start = 0;
    for (const [part, count] of countsOf(members.length, fractions, debt).entries()) {
      for (const position of order.subarray(start, start + count)) parts[part].push(members[position]);
      start += count;
      debt[part] += fractions[part] * members.length - count;
    }
  }
  return parts.map((part) => Int32Array.from(part).sort());
}

function countsOf(total: number, fractions: readonly number[], debt: readonly number[]): number[] {
  const parts = fractions.filter((fraction) => fraction > 0).length;
  if (total >= parts) return apportion(total, fractions, debt);
  let left = Math.round(total * fractions.reduce((a, b) => a + b, 0));
  return fractions.map((fraction) => {
    const count = fraction > 0 && left > 0 ? 1 : 0;
    left -= count;
    return count;
  });
}

function groupByLabel(size: number, labels: ArrayLike<number> | undefined): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let index = 0; index < size; index += 1) {
    const label = labels ? labels[index] : 0;
    const members = groups.get(label);
    if (members) members.push(index);
    else groups.set(label, [index]);
  }
  return groups;
}
