import { describe, expect, it } from 'vitest';
import { niceTicks } from './nice-ticks.js';

describe('niceTicks', () => {
  it.each([
    [0, 1],
    [1.21, 2.08],
    [0.0001, 0.0001],
    [-3, 1000],
    [5, 5],
  ])('holds %f to %f between a few round numbers', (low, high) => {
    const ticks = niceTicks(low, high);
    expect(ticks[0]).toBeLessThanOrEqual(low + 1e-12);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(high - 1e-12);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(9);
  });

  it('accepts values that are not finite', () => {
    expect(niceTicks(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toEqual([0, 1]);
  });
});
