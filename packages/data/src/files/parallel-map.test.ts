import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parallelMap } from './parallel-map.js';

describe('parallelMap', () => {
  it('returns results in the order of the items, with at most limit calls at the same time', async () => {
    let running = 0;
    let maximum = 0;
    const results = await parallelMap([30, 5, 20, 1, 10], 2, async (milliseconds, index) => {
      running += 1;
      maximum = Math.max(maximum, running);
      await setTimeout(milliseconds);
      running -= 1;
      return index;
    });
    expect(results).toEqual([0, 1, 2, 3, 4]);
    expect(maximum).toBe(2);
  });

  it('starts no further calls after a failure', async () => {
    const started: number[] = [];
    const work = parallelMap([0, 1, 2, 3, 4], 2, async (item) => {
      started.push(item);
      if (item === 1) throw new Error('broken');
      await setTimeout(5);
    });
    await expect(work).rejects.toThrow('broken');
    await setTimeout(20);
    expect(started).toEqual([0, 1]);
  });
});
