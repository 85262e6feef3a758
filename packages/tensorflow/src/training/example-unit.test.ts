import type { DatasetSpec } from '@expgraph/sdk';
import { expect, it } from 'vitest';
import { exampleUnit } from './example-unit.js';

const CASES: Readonly<Record<string, readonly Omit<DatasetSpec, 'kind'>[]>> = {
  images: [{ features: { shape: ['batch', 32, 32, 3], range: '0..1' } }],
  texts: [
    { features: { dtype: 'string', shape: ['batch'] } },
    { features: { dtype: 'int32', shape: ['batch', 256], vocabularySize: 20_000 } },
  ],
  windows: [
    { features: { shape: ['batch', 24, 3] }, overlapping: true },
    { features: { shape: ['batch', 24, 3] }, label: { encoding: 'number', feature: 0 } },
  ],
  sequences: [{ features: { shape: ['batch', 'time', 3] } }, { features: { shape: ['batch', 'time', 8, 8, 1] } }],
  examples: [{ features: { shape: ['batch', 4] } }, {}],
};

it.each(Object.entries(CASES))('counts %s', (unit, specs) => {
  for (const spec of specs) expect(exampleUnit({ kind: 'dataset', ...spec })).toBe(unit);
});
