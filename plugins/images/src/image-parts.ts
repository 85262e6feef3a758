import { availableParallelism } from 'node:os';
import type { ImageJob } from './change-images.js';

/** With fewer pixels, handing them over takes as long as the work. */
const WORTHWHILE_PIXELS = 100_000;

const MOST_PARTS = 16;

/** A job as one for each core. Their results do not depend on how many there are. */
export function partsOf(job: ImageJob): readonly ImageJob[] {
  const { changes, to, first } = job;
  const worthwhile = changes.length * to[0] * to[1] >= WORTHWHILE_PIXELS;
  const share = worthwhile ? Math.ceil(changes.length / Math.min(availableParallelism(), MOST_PARTS)) : changes.length;
  const parts: ImageJob[] = [];
  for (let start = 0; start < changes.length; start += share) {
    parts.push({ ...job, first: first + start, changes: changes.slice(start, start + share) });
  }
  return parts;
}
