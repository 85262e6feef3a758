import { describe, expect, it } from 'vitest';
import { apportion } from './apportion.js';

describe('apportion', () => {
  it.each([
    [10, [0.7, 0.15, 0.15], [7, 2, 1]],
    [20, [0.7, 0.15, 0.15], [14, 3, 3]],
    [3, [0.7, 0.15, 0.15], [1, 1, 1]],
    [100, [0.5, 0.2], [50, 20]],
    [7, [0, 1], [0, 7]],
    [3, [1 / 3, 1 / 3, 1 / 3], [1, 1, 1]],
  ])('divides %i by the fractions %j', (total, fractions, expected) => {
    expect(apportion(total, fractions)).toEqual(expected);
  });

  it('assigns the remaining units by debt first', () => {
    expect(apportion(10, [0.7, 0.15, 0.15], [0, -0.5, 0.5])).toEqual([7, 1, 2]);
  });

  it('always adds up to the total', () => {
    for (let total = 0; total < 200; total += 1) {
      const sum = apportion(total, [0.61, 0.13, 0.26]).reduce((a, b) => a + b, 0);
      expect(sum).toBe(total);
    }
  });
});
