import { describe, expect, it } from 'vitest';
import { sideBySide } from './side-by-side.js';

const epochs = new Map([
  [
    'dense',
    new Map([
      ['loss', [2, 1]],
      ['val_loss', [2, 3]],
      ['learning_rate', [1, 1]],
    ]),
  ],
  [
    'lstm',
    new Map([
      ['loss', [3, Number.NaN, 1]],
      ['learning_rate', [1, 1]],
    ]),
  ],
]);
const finals = new Map<string, Record<string, number>>([
  ['test-dense', { accuracy: 0.7, naive: 1 }],
  ['test-lstm', { accuracy: 0.8, naive: 1 }],
  ['other', { accuracy: 0.1 }],
]);
const modelOf = (node: string) =>
  new Map([
    ['test-dense', 'dense'],
    ['test-lstm', 'lstm'],
  ]).get(node);

describe('sideBySide', () => {
  it('draws one picture per metric for all trainings, and the metrics of their models', () => {
    expect(Object.fromEntries(sideBySide({ epochs, finals }, modelOf))).toEqual({
      'loss, training': {
        kind: 'lines',
        x: { label: 'epoch' },
        series: [
          { name: 'dense', values: [2, 1] },
          { name: 'lstm', values: [3, null, 1] },
        ],
      },
      accuracy: {
        kind: 'bars',
        names: ['test-dense', 'test-lstm'],
        series: [{ name: 'accuracy', values: [0.7, 0.8] }],
      },
    });
  });

  it('compares nothing with a single training', () => {
    expect(sideBySide({ epochs: new Map([...epochs].slice(0, 1)), finals }, modelOf).size).toBe(0);
  });
});
