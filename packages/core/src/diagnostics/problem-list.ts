import type { Problem } from './problem.js';

/** Problems that are looked for at once. Nobody reads more, and each costs a search for what was meant. */
export const MAX_PROBLEMS = 100;

/** Collects problems, up to a bound. */
export class ProblemList {
  readonly found: Problem[] = [];

  /** Whether looking for more is of no use. */
  get full(): boolean {
    return this.found.length >= MAX_PROBLEMS;
  }

  /** Adds a problem, which is not made when the list is full. */
  add(make: () => Problem): void {
    if (!this.full) this.found.push(make());
  }

  addAll(problems: readonly Problem[]): void {
    this.found.push(...problems.slice(0, MAX_PROBLEMS - this.found.length));
  }
}
