import { describe, expect, it } from 'vitest';
import { curvesSvg, niceTicks } from './curves-svg.js';

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

  it('bears what is no number', () => {
    expect(niceTicks(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toEqual([0, 1]);
  });
});

describe('curvesSvg', () => {
  it('draws a point an epoch, and leaves out what is no number', () => {
    const svg = curvesSvg('loss', [{ name: 'training', values: [2, Number.NaN, 1] }]);
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg).toContain('training, epoch 3: 1.000');
    expect(svg).not.toContain('NaN');
  });

  it('draws one epoch', () => {
    expect(curvesSvg('loss', [{ name: 'training', values: [2] }])).not.toContain('NaN');
  });
});
