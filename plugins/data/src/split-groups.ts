import type { Random } from '@expgraph/sdk';

/**
 * Assigns examples to parts by fractions, with all examples of a group in one part. Groups go from the largest to the smallest, each to
 * the part that brings the parts closest to their fractions, of every class if there are classes: the smallest sum of squared differences from
 * the target count, each class in units of its size.
 * @param groups `[size]`: the group of each example.
 * @param classesOf The classes of each example; undefined for a split that is not stratified.
 * @returns `[size]`: the part; examples in no part get the number of parts.
 */
export function splitGroups(
  groups: readonly string[],
  fractions: readonly number[],
  random: Random,
  classesOf?: readonly (readonly number[])[],
): Int32Array {
  const labels = (index: number) => (classesOf ? classesOf[index] : ALL);
  const totals = new Map<number, number>();
  const members = new Map<string, number[]>();
  for (const [index, group] of groups.entries()) {
    for (const label of labels(index)) totals.set(label, (totals.get(label) ?? 0) + 1);
    const known = members.get(group);
    if (known) known.push(index);
    else members.set(group, [index]);
  }
  const rest = Math.max(0, 1 - fractions.reduce((a, b) => a + b, 0));
  const wanted = [...fractions, rest < 1e-9 ? 0 : rest];
  const counts = wanted.map(() => new Map<number, number>());
  const parts = new Int32Array(groups.length);
  for (const group of inOrder([...members.values()], random)) {
    const added = countsOf(group.flatMap(labels));
    const part = nearest(added, counts, wanted, totals);
    for (const [of, count] of added) counts[part].set(of, (counts[part].get(of) ?? 0) + count);
    for (const index of group) parts[index] = part;
  }
  return parts;
}

const ALL = [0];

/** Returns the largest groups first, those of one size in random order. */
function inOrder(groups: readonly (readonly number[])[], random: Random): (readonly number[])[] {
  const order = random.stream('split-groups').permutation(groups.length);
  return Array.from(order, (position) => groups[position]).sort((a, b) => b.length - a.length);
}

function countsOf(labels: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function nearest(
  added: ReadonlyMap<number, number>,
  counts: readonly ReadonlyMap<number, number>[],
  wanted: readonly number[],
  totals: ReadonlyMap<number, number>,
): number {
  const costs = wanted.map((fraction, part) => {
    if (fraction === 0) return Infinity;
    let cost = 0;
    for (const [label, count] of added) {
      const total = totals.get(label) as number;
      const before = (counts[part].get(label) ?? 0) - fraction * total;
      cost += ((before + count) ** 2 - before ** 2) / total;
    }
    return cost;
  });
  return costs.indexOf(Math.min(...costs));
}
