import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parallelMap } from './parallel-map.js';

describe('parallelMap', () => {
  it('gives results in the order of the items, with no more than the limit under way', async () => {
    let underWay = 0;
    let most = 0;
    const results = await parallelMap([30, 5, 20, 1, 10], 2, async (milliseconds, index) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await setTimeout(milliseconds);
      underWay -= 1;
      return index;
    });
    expect(results).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });

  it('begins nothing after a failure', async () => {
    const begun: number[] = [];
    const work = parallelMap([0, 1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('broken');
      await setTimeout(5);
    });
    await expect(work).rejects.toThrow('broken');
    await setTimeout(20);
    expect(begun).toEqual([0, 1]);
  });
});
