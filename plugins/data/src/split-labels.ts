import type { Random } from '@expgraph/sdk';

/**
 * Splits multi-label examples into parts by fractions, by iterative stratification (Sechidis, Tsoumakas and Vlahavas, "On the stratification
 * of multi-label data", 2011). The class with the fewest remaining examples goes first, because a later step cannot correct it: each of its
 * examples goes to the part that needs the class most, on ties to the part that needs most examples.
 * @param classesOf The classes of each example.
 * @returns `[size]`: the part; examples in no part get the number of parts.
 */
export function splitLabels(
  classesOf: readonly (readonly number[])[],
  fractions: readonly number[],
  random: Random,
): Int32Array {
  const order = Array.from(random.stream('split-labels').permutation(classesOf.length));
  const members = membersOf(order, classesOf);
  const left = new Map([...members].map(([of, examples]) => [of, examples.length]));
  const rest = Math.max(0, 1 - fractions.reduce((a, b) => a + b, 0));
  const parts = [...fractions, rest < 1e-9 ? 0 : rest].map((fraction) => ({
    fraction,
    examples: fraction * classesOf.length,
    classes: new Map([...members].map(([of, examples]) => [of, fraction * examples.length])),
  }));
  const result = new Int32Array(classesOf.length).fill(-1);
  const place = (example: number, of: number | undefined) => {
    const part = mostWanting(parts, of);
    result[example] = part;
    parts[part].examples -= 1;
    for (const one of classesOf[example]) {
      parts[part].classes.set(one, (parts[part].classes.get(one) as number) - 1);
      left.set(one, (left.get(one) as number) - 1);
    }
  };
  for (let of = rarest(left); of !== undefined; of = rarest(left)) {
    for (const example of members.get(of) as number[]) if (result[example] < 0) place(example, of);
  }
  for (const example of order) if (result[example] < 0) place(example, undefined);
  return result;
}

/** Returns the examples of each class, in the given order. */
function membersOf(order: readonly number[], classesOf: readonly (readonly number[])[]): Map<number, number[]> {
  const members = new Map<number, number[]>();
  for (const example of order) {
    for (const of of classesOf[example]) {
      const known = members.get(of);
      if (known) known.push(example);
      else members.set(of, [example]);
    }
  }
  return members;
}

/** Returns the class with the fewest remaining examples, of those that have any. */
function rarest(left: ReadonlyMap<number, number>): number | undefined {
  let found: number | undefined;
  for (const [of, count] of left) {
    if (count > 0 && (found === undefined || count < (left.get(found) as number))) found = of;
  }
  return found;
}

interface Part {
  readonly fraction: number;
  /** Number of examples that the part still needs. */
  examples: number;
  readonly classes: Map<number, number>;
}

/** Returns the part that needs a class most, then the one that needs most examples; the first on ties. */
function mostWanting(parts: readonly Part[], of: number | undefined): number {
  const wants = (part: Part) => (of === undefined ? 0 : (part.classes.get(of) as number));
  let best = -1;
  for (const [index, part] of parts.entries()) {
    if (part.fraction === 0) continue;
    const difference = best < 0 ? 1 : wants(part) - wants(parts[best]) || part.examples - parts[best].examples;
    if (difference > 0) best = index;
  }
  return best;
}
