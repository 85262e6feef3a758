import type { Logger, Tracker } from '@expgraph/sdk';

/** Targets for reports on non-finite predictions. */
export interface NonFiniteReport {
  readonly logger: Logger;
  readonly tracker: Tracker;
}

/**
 * Warns about NaN or infinite predictions and their likely cause, and logs their count as a table of the report.
 * @param scores `float32[predictions, outputs]`, row-major
 */
export function reportNonFinite(scores: Float32Array, outputs: number, { logger, tracker }: NonFiniteReport): void {
  const total = scores.length / outputs;
  const found = countNonFinite(scores, outputs);
  if (found === 0) return;
  logger.warn(
    `${found} of ${total} predictions are NaN or infinite. The training has probably diverged: lower the learning rate, and check that ` +
      'the features have the range that the model expects.',
  );
  tracker.logTable('NaN or infinite predictions', {
    columns: ['predictions', 'NaN or infinite'],
    rows: [[total, found]],
  });
}

function countNonFinite(scores: Float32Array, outputs: number): number {
  let found = 0;
  for (let start = 0; start < scores.length; start += outputs) {
    if (!scores.subarray(start, start + outputs).every(Number.isFinite)) found += 1;
  }
  return found;
}
