import { apportion } from '@expgraph/data/dataset';
import type { Random } from '@expgraph/sdk';

/**
 * Parts of the elements of a data set, by shares, with no element in two of them. Stratified, every class is in each part
 * by its share, as near as whole numbers allow, and in every part if it has an element for each. A class with fewer goes
 * to the first parts. A part has its elements in the order of the data.
 * @param labels `[size]`: the class of each element; undefined for a split that is not stratified.
 */
export function splitIndices(
  size: number,
  shares: readonly number[],
  random: Random,
  labels?: ArrayLike<number>,
): Int32Array[] {
  const parts: number[][] = shares.map(() => []);
  // Ten small classes that each round in favour of one part would make it too large: what a part lacks is made up for.
  const debt = shares.map(() => 0);
  for (const [label, members] of groupByLabel(size, labels)) {
    const order = random.stream('split', label).permutation(members.length);
    let start = 0;
    for (const [part, count] of countsOf(members.length, shares, debt).entries()) {
      for (const position of order.subarray(start, start + count)) parts[part].push(members[position]);
      start += count;
      debt[part] += shares[part] * members.length - count;
    }
  }
  return parts.map((part) => Int32Array.from(part).sort());
}

function countsOf(total: number, shares: readonly number[], debt: readonly number[]): number[] {
  const parts = shares.filter((share) => share > 0).length;
  if (total >= parts) return apportion(total, shares, debt);
  let left = Math.round(total * shares.reduce((a, b) => a + b, 0));
  return shares.map((share) => {
    const count = share > 0 && left > 0 ? 1 : 0;
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
