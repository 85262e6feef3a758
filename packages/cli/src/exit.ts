import { InvalidExperiment, renderProblems, sourceStack } from '@expgraph/core';
import { fileSystemError } from '@expgraph/data/files';
import { ExpgraphError } from '@expgraph/sdk';
import { writeError } from './terminal/output.js';
import { paint, problemPaint } from './terminal/paint.js';

/** Exit codes of the process. */
export const EXIT = { done: 0, failed: 1, invalid: 2, changes: 3, bug: 70, interrupted: 130 } as const;

/** Prints an error and exits. */
export function reportAndExit(error: unknown): never {
  if (error instanceof InvalidExperiment) {
    writeError(`${renderProblems(error.problems, error.text, problemPaint(process.stderr))}\n`);
    process.exit(EXIT.invalid);
  }
  const colors = paint(process.stderr);
  const known = ExpgraphError.is(error) ? error : fileSystemError(error);
  if (known && known.kind !== 'internal') {
    const notes = known.notes.map((note) => `\n  ${note}`).join('');
    writeError(`${colors.red(known.code)}\n${known.message}\n${notes}\n`);
    process.exit(EXIT.failed);
  }
  const stack = error instanceof Error ? sourceStack(error) : String(error);
  const advice = 'Report it with the lines above and your experiment.';
  writeError(`${colors.red('This is a bug in expgraph.')}\n\n${stack}\n\n${advice}\n`);
  process.exit(EXIT.bug);
}
