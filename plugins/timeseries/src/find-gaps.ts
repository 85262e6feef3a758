/** Timesteps that are longer than usual. */
export interface Gaps {
  readonly count: number;
  /** Number of all steps. */
  readonly steps: number;
  /** Index of the timestep after the longest gap. */
  readonly afterLongest: number;
  /** Length of the longest step, in usual ones. */
  readonly longest: number;
}

/** Months differ by a tenth in length, which is even enough. */
const UNUSUAL = 1.5;

/** Finds steps between ascending times that are longer than the median; returns undefined if there are none. */
export function findGaps(times: readonly number[]): Gaps | undefined {
  const steps = times.slice(1).map((time, index) => time - times[index]);
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)];
  const count = steps.filter((step) => step > UNUSUAL * usual).length;
  if (count === 0) return undefined;
  const most = steps.reduce((a, b) => Math.max(a, b));
  return { count, steps: steps.length, afterLongest: steps.indexOf(most) + 1, longest: most / usual };
}
