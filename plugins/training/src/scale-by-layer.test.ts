import { expect, it } from 'vitest';
import { scaleByLayer } from './scale-by-layer.js';

const layers = ['stem_conv', 'block1_conv', 'block2_conv', 'predictions'].map((name) => ({ name, kind: 'Conv2D' }));

it('applies the first entry at or above a layer, and leaves other layers unscaled', () => {
  const rules = [
    { upTo: 'stem_conv', scale: 0 },
    { upTo: 'block2', scale: 0.1 },
  ];
  expect([...scaleByLayer(layers, rules).values()]).toEqual([0, 0.1, 0.1, 1]);
});

it('multiplies by the scale of the entry that unfreezes a layer', () => {
  const step = { atEpoch: 3, layers: ['block1_conv', 'block2_conv'], learningRateScale: 0.5 };
  const scales = scaleByLayer(layers, [{ upTo: 'block1', scale: 0.1 }], [step]);
  expect([...scales.values()]).toEqual([0.1, 0.05, 0.5, 1]);
});

it('rejects an unknown layer, with a suggestion', () => {
  expect(() => scaleByLayer(layers, [{ upTo: 'block_2', scale: 1 }])).toThrow('Did you mean "block2"?');
});
