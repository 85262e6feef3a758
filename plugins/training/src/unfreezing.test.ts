import { describe, expect, it } from 'vitest';
import { layersToUnfreeze, planUnfreezing } from './unfreezing.js';

const LAYERS = [
  { name: 'block1_conv', kind: 'Conv2D', frozen: true },
  { name: 'block1_bn', kind: 'BatchNormalization', frozen: true },
  { name: 'block2_conv', kind: 'Conv2D', frozen: true },
  { name: 'block2_bn', kind: 'BatchNormalization', frozen: true },
  { name: 'predictions', kind: 'Dense', frozen: false },
];
const step = (atEpoch: number, more: object = {}) =>
  ({ atEpoch, batchNormalization: 'frozen', learningRateScale: 1, ...more }) as const;

describe('layersToUnfreeze', () => {
  const names = (batchNormalization: 'frozen' | 'train', more = {}) =>
    layersToUnfreeze(LAYERS, { batchNormalization, ...more }).map(({ name }) => name);

  it('excludes batch normalization by default', () => {
    expect(names('frozen', { last: 1 })).toEqual(['block2_conv', 'predictions']);
    expect(names('train', { last: 1 })).toEqual(['block2_conv', 'block2_bn', 'predictions']);
  });

  it('reports that only batch normalization is selected', () => {
    expect(() => names('frozen', { layers: ['*_bn'] })).toThrow('which stays frozen: block1_bn, block2_bn.');
  });
});

describe('planUnfreezing', () => {
  it('sorts the entries by epoch, with the layers that each unfreezes', () => {
    const plan = planUnfreezing(LAYERS, [step(6), step(3, { last: 1, learningRateScale: 0.1 })], 8);
    expect(plan).toEqual([
      { atEpoch: 3, layers: ['block2_conv'], learningRateScale: 0.1 },
      { atEpoch: 6, layers: ['block1_conv'], learningRateScale: 1 },
    ]);
  });

  it('rejects an entry after the last epoch', () => {
    expect(() => planUnfreezing(LAYERS, [step(8)], 8)).toThrow('atEpoch is 8, but the training has 8 epochs');
  });

  it('rejects an entry that unfreezes nothing, because of others or because nothing was frozen', () => {
    expect(() => planUnfreezing(LAYERS, [step(2, { last: 1 }), step(3, { blocks: ['block2'] })], 8)).toThrow(
      'The selected layers are not frozen: block2_conv.',
    );
    expect(() => planUnfreezing(LAYERS, [step(2, { kinds: ['Dense'] })], 8)).toThrow('not frozen: predictions.');
  });
});
