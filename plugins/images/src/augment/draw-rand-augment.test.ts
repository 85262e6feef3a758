import { SeededRandom } from '@expgraph/core';
import { expect, it } from 'vitest';
import { drawRandAugment } from './draw-rand-augment.js';

const draws = (numOps: number, magnitude: number) => {
  const random = new SeededRandom([3]);
  return Array.from({ length: 2800 }, (_, image) =>
    drawRandAugment({ numOps, magnitude }, [100, 200], random.stream(image)),
  );
};

it('draws each of fourteen operations equally often', () => {
  const counts = new Map<string, number>();
  for (const { matrices, steps } of draws(1, 9)) {
    const [matrix] = matrices;
    const transform =
      matrix &&
      (matrix[0] !== 1
        ? 'rotate'
        : `shift or shear ${matrix.map((value, index) => (value === [1, 0, 0, 0, 1, 0][index] ? 0 : 1))}`);
    const name = steps[0]?.kind ?? transform ?? 'identity';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect(counts.size).toBe(14);
  for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
});

it('draws the given number of operations, weaker at a lower magnitude', () => {
  const [weak, strong] = [2, 10].map((magnitude) => draws(3, magnitude));
  const most = Math.max(...strong.map(({ matrices, steps }) => matrices.length + steps.length));
  expect(most).toBe(3);
  const factors = (of: typeof weak) =>
    of.flatMap(({ steps }) => steps.map((step) => ('factor' in step && step.factor ? Math.abs(step.factor - 1) : 0)));
  expect(Math.max(...factors(weak))).toBeCloseTo(0.18);
  expect(Math.max(...factors(strong))).toBeCloseTo(0.9);
});
