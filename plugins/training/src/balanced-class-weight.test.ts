import type { Dataset } from '@expgraph/sdk';
import { expect, it } from 'vitest';
import { balancedClassWeight } from './balanced-class-weight.js';

it('weights classes to the same sum, and absent ones by 0', () => {
  const labels = Int32Array.from([0, 0, 0, 1]);
  const data = { labels: () => labels, classes: ['a', 'b', 'c'] } as unknown as Dataset;
  expect(balancedClassWeight(data)).toEqual([4 / 6, 2, 0]);
});

it('counts labeled timesteps only', () => {
  const labels = Int32Array.from([0, 0, -1, 0, 1, -1]);
  const data = { labels: () => labels, classes: ['a', 'b', 'c'] } as unknown as Dataset;
  expect(balancedClassWeight(data)).toEqual([4 / 6, 2, 0]);
});
