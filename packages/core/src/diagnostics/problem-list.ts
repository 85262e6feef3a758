import type { Problem } from './problem.js';

/** Maximum number of problems of one check. Nobody reads more, and each suggestion takes a search. */
export const MAX_PROBLEMS = 100;

/** Collects problems, up to a maximum number. */
export class ProblemList {
  readonly found: Problem[] = [];

  /** Whether the list has the maximum number of problems. */
  get full(): boolean {
    return this.found.length >= MAX_PROBLEMS;
  }

  /** Adds a problem; does not call `make` when the list is full. */
  add(make: () => Problem): void {
    if (!this.full) this.found.push(make());
  }

  addAll(problems: readonly Problem[]): void {
    this.found.push(...problems.slice(0, MAX_PROBLEMS - this.found.length));
  }
}
