import { availableParallelism } from 'node:os';
import type { AugmentJob } from './augment-images.js';

/** With fewer pixels, passing a job to a thread takes as long as running it. */
const MIN_PIXELS = 100_000;

const MAX_PARTS = 16;

/** Splits a job into one for each core. The results do not depend on the number of cores. */
export function splitJob(job: AugmentJob): readonly AugmentJob[] {
  const { changes, to, first } = job;
  const isSplit = changes.length * to[0] * to[1] >= MIN_PIXELS;
  const count = isSplit ? Math.ceil(changes.length / Math.min(availableParallelism(), MAX_PARTS)) : changes.length;
  const parts: AugmentJob[] = [];
  for (let start = 0; start < changes.length; start += count) {
    parts.push({ ...job, first: first + start, changes: changes.slice(start, start + count) });
  }
  return parts;
}
