import type { Problem } from './problem.js';

/** Thrown by reading, building and planning: all the problems of an experiment, in file order. Exit code 2. */
export class InvalidExperiment extends Error {
  constructor(
    readonly problems: readonly Problem[],
    /** Text of the file, for the excerpts. */
    readonly text: string,
  ) {
    super(problems.map((problem) => `${problem.code} ${problem.message}`).join('\n'));
    this.name = 'InvalidExperiment';
  }
}
