import { describe, expect, it } from 'vitest';
import { SeededRandom } from './seeded-random.js';

const draw = (name: (string | number)[], size: number) => {
  const random = new SeededRandom(name);
  return Array.from({ length: size }, () => random.uniform());
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('SeededRandom', () => {
  it('keeps its numbers between versions', () => {
    const random = new SeededRandom([42, 'train']);
    expect([random.uniform(), random.uniform(), random.uniform()]).toMatchInlineSnapshot(`
      [
        0.6746557226983528,
        0.7792629932565482,
        0.5819719173989699,
      ]
    `);
    expect([...random.stream('shuffle', 0).permutation(8)]).toMatchInlineSnapshot(`
      [
        1,
        7,
        6,
        2,
        0,
        5,
        3,
        4,
      ]
    `);
    expect(random.stream('normal').normal()).toMatchInlineSnapshot(`0.44325049712692477`);
    expect(random.seed()).toMatchInlineSnapshot(`1768928580`);
  });

  it('distributes uniform numbers evenly over [0, 1)', () => {
    const cells = new Array<number>(100).fill(0);
    for (const value of draw([1, 'cells'], 100_000)) cells[Math.floor(value * 100)] += 1;
    expect(cells).toHaveLength(100);
    // Chi-squared with 99 degrees of freedom: mean 99, standard deviation 14; five of them either way.
    const chiSquared = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquared).toBeGreaterThan(29);
    expect(chiSquared).toBeLessThan(170);
  });

  it('gives normal numbers of mean 0, standard deviation 1 and normal tails', () => {
    const random = new SeededRandom([1, 'bell']);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => Number(Math.abs(value) > 1.96)))).toBeCloseTo(0.05, 2);
  });

  it.each([
    ['the seed', [2, 'node']],
    ['the node', [1, 'node2']],
    ['the stream', [1, 'node', 'x']],
    ['the type of a part of the name', ['1', 'node']],
  ])('gives unrelated numbers when %s differs', (_, other) => {
    const first = draw([1, 'node'], 20_000);
    const second = draw(other, 20_000);
    const correlation = 12 * mean(first.map((value, index) => (value - 0.5) * (second[index] - 0.5)));
    // Standard deviation 1 / sqrt(20,000) = 0.007; the same stream would give 1.
    expect(Math.abs(correlation)).toBeLessThan(0.04);
  });

  it('gives a stream the same numbers, independent of other streams', () => {
    const random = new SeededRandom([1, 'node']);
    const before = random.stream('a', 3).uniform();
    random.uniform();
    random.stream('b').normal();
    expect(random.stream('a', 3).uniform()).toBe(before);
    expect(random.seed()).toBe(new SeededRandom([1, 'node']).seed());
  });

  it('permutes uniformly', () => {
    const random = new SeededRandom([1, 'permutation']);
    const firsts = new Array<number>(5).fill(0);
    for (let round = 0; round < 10_000; round += 1) {
      const order = random.permutation(5);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      firsts[order[0]] += 1;
    }
    for (const count of firsts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });
});
