/** Maximum length of a name to correct: comparing takes time quadratic in the length. */
const LONGEST = 200;

/**
 * Returns the candidate that a misspelled name probably means: the nearest one by optimal string alignment (insertions, deletions, substitutions and
 * swaps of neighbors), if at most a third of the letters are wrong.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    // Each additional letter is a difference: skip candidates whose length differs too much.
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = alignmentDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

function alignmentDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = last[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      let distance = Math.min(last[column] + 1, current[column - 1] + 1, substitution);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) distance = Math.min(distance, beforeLast[column - 2] + 1);
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length];
}
