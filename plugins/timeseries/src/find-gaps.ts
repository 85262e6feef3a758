/** Steps of time that are longer than usual. */
export interface Gaps {
  readonly count: number;
  /** Of all steps. */
  readonly steps: number;
  /** The moment behind the longest. */
  readonly behindLongest: number;
  /** How many usual steps the longest is. */
  readonly longest: number;
}

/** Months differ by a tenth, and are even enough. */
const UNUSUAL = 1.5;

/** Where times that ascend are further apart than most are, by the median; undefined where they nowhere are. */
export function findGaps(times: readonly number[]): Gaps | undefined {
  const steps = times.slice(1).map((time, index) => time - times[index]);
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)];
  const count = steps.filter((step) => step > UNUSUAL * usual).length;
  if (count === 0) return undefined;
  const most = steps.reduce((a, b) => Math.max(a, b));
  return { count, steps: steps.length, behindLongest: steps.indexOf(most) + 1, longest: most / usual };
}
