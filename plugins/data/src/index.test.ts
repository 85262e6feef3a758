import { nodeTypeOf } from '@expgraph/sdk';
import { expect, it } from 'vitest';
import data from './index.js';

it('provides its nodes', () => {
  expect(data.nodes?.map(nodeTypeOf)).toEqual([
    'split',
    'shuffle',
    'take',
    'filter',
    'concat',
    'oversample',
    'streams',
    'cache',
  ]);
});
