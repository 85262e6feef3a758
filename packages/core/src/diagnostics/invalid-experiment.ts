import type { Problem } from './problem.js';

/** Thrown while an experiment is read, built or planned. Has all problems of the experiment, in file order. Exit code 2. */
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
