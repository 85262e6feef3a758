import type { Random } from '@expgraph/sdk';

/**
 * The part of each element by shares, where an element has any number of classes: iterative stratification (Sechidis, Tsoumakas and
 * Vlahavas, "On the stratification of multi-label data", 2011). The class with the fewest elements left goes first, as later nothing could
 * mend it: each of its elements goes where the class is most wanted, or else where most elements are.
 * @param classesOf The classes of each element.
 * @returns `[size]`: the part; what is in none has the number of parts.
 */
export function splitLabels(
  classesOf: readonly (readonly number[])[],
  shares: readonly number[],
  random: Random,
): Int32Array {
  const order = Array.from(random.stream('split-labels').permutation(classesOf.length));
  const members = membersOf(order, classesOf);
  const left = new Map([...members].map(([of, elements]) => [of, elements.length]));
  const rest = Math.max(0, 1 - shares.reduce((a, b) => a + b, 0));
  const parts = [...shares, rest < 1e-9 ? 0 : rest].map((share) => ({
    share,
    elements: share * classesOf.length,
    classes: new Map([...members].map(([of, elements]) => [of, share * elements.length])),
  }));
  const result = new Int32Array(classesOf.length).fill(-1);
  const place = (element: number, of: number | undefined) => {
    const part = mostWanting(parts, of);
    result[element] = part;
    parts[part].elements -= 1;
    for (const one of classesOf[element]) {
      parts[part].classes.set(one, (parts[part].classes.get(one) as number) - 1);
      left.set(one, (left.get(one) as number) - 1);
    }
  };
  for (let of = rarest(left); of !== undefined; of = rarest(left)) {
    for (const element of members.get(of) as number[]) if (result[element] < 0) place(element, of);
  }
  for (const element of order) if (result[element] < 0) place(element, undefined);
  return result;
}

/** The elements of each class, in an order. */
function membersOf(order: readonly number[], classesOf: readonly (readonly number[])[]): Map<number, number[]> {
  const members = new Map<number, number[]>();
  for (const element of order) {
    for (const of of classesOf[element]) {
      const known = members.get(of);
      if (known) known.push(element);
      else members.set(of, [element]);
    }
  }
  return members;
}

/** The class with the fewest elements left, but one. */
function rarest(left: ReadonlyMap<number, number>): number | undefined {
  let found: number | undefined;
  for (const [of, count] of left) {
    if (count > 0 && (found === undefined || count < (left.get(found) as number))) found = of;
  }
  return found;
}

interface Part {
  readonly share: number;
  /** How many are still wanted. */
  elements: number;
  readonly classes: Map<number, number>;
}

/** The part that most wants a class, then elements; the first of equal ones. */
function mostWanting(parts: readonly Part[], of: number | undefined): number {
  const wants = (part: Part) => (of === undefined ? 0 : (part.classes.get(of) as number));
  let best = -1;
  for (const [index, part] of parts.entries()) {
    if (part.share === 0) continue;
    const difference = best < 0 ? 1 : wants(part) - wants(parts[best]) || part.elements - parts[best].elements;
    if (difference > 0) best = index;
  }
  return best;
}
