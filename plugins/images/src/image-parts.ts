import { availableParallelism } from 'node:os';
import type { Size } from './matrix.js';

/** With fewer pixels, handing them over takes as long as the work. */
const WORTHWHILE_PIXELS = 100_000;

const MOST_PARTS = 16;

interface Job {
  readonly to: Size;
  readonly first: number;
  readonly changes: readonly unknown[];
}

/** A job as one for each core. Their results do not depend on how many there are. */
export function partsOf<Part extends Job>(job: Part): readonly Part[] {
  const { changes, to, first } = job;
  const worthwhile = changes.length * to[0] * to[1] >= WORTHWHILE_PIXELS;
  const share = worthwhile ? Math.ceil(changes.length / Math.min(availableParallelism(), MOST_PARTS)) : changes.length;
  const parts: Part[] = [];
  for (let start = 0; start < changes.length; start += share) {
    parts.push({ ...job, first: first + start, changes: changes.slice(start, start + share) });
  }
  return parts;
}
