import { describe, expect, it } from 'vitest';
import { drawLines } from './draw-lines.js';

describe('drawLines', () => {
  it('draws a point for each position, and skips missing values', () => {
    const series = [{ name: 'training', values: [2, null, 1] }];
    const svg = drawLines('loss', { kind: 'lines', x: { label: 'epoch' }, series });
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg).toContain('training, epoch 3: 1');
    expect(svg).not.toMatch(/NaN|null/);
  });

  it.each([
    ['one point', [2]],
    ['no number', [null, null]],
    ['nothing', []],
  ])('draws %s', (_, values) => {
    expect(drawLines('loss', { kind: 'lines', series: [{ name: 'training', values }] })).not.toMatch(/NaN|Infinity/);
  });

  it('keeps the highest and lowest of 100,000 points, in a small file', () => {
    const values = Array.from({ length: 100_000 }, (_, place) => (place === 43_210 ? 1000 : place % 7));
    const svg = drawLines('series', { kind: 'lines', series: [{ name: 'series', values }] });
    expect(svg.length).toBeLessThan(50_000);
    // The top of the plot, at the tick of 1000.
    expect(svg).toMatch(/L[\d.]+ 30L/);
  });

  it('draws a legend with as many rows as needed', () => {
    const series = Array.from({ length: 12 }, (_, index) => ({ name: `training number ${index}`, values: [index] }));
    const svg = drawLines('loss', { kind: 'lines', series });
    const heights = [...svg.matchAll(/y="([\d.]+)" text-anchor="start" font-size="11" fill="currentColor">training/g)];
    expect(new Set(heights.map(([, y]) => y)).size).toBeGreaterThan(2);
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
    expect(Number(width)).toBe(420);
    expect(Math.max(...heights.map(([, y]) => Number(y)))).toBeLessThan(Number(height));
  });
});
