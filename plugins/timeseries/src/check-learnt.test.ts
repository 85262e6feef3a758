import { describe, expect, it } from 'vitest';
import { checkLearnt } from './check-learnt.js';

const scaling = { offset: 20, factor: 7 };
const card = { architecture: 'rnn', input: {}, numbers: { scaling, feature: 0 } };

describe('checkLearnt', () => {
  it('takes numbers of the same column and scale', () => {
    expect(() => checkLearnt(card, { encoding: 'number', scaling: { ...scaling }, feature: 0 })).not.toThrow();
  });

  it('refuses another scale, and none', () => {
    for (const other of [
      { offset: 21, factor: 7 },
      { offset: 0, factor: 1 },
    ])
      expect(() => checkLearnt(card, { encoding: 'number', scaling: other, feature: 0 })).toThrow(
        'The numbers of the windows are on another scale than those that the model has learnt from.',
      );
  });

  it('refuses another column', () => {
    expect(() => checkLearnt(card, { encoding: 'number', scaling, feature: 1 })).toThrow(
      'The windows foretell column 2 of the series, the model has learnt to foretell column 1.',
    );
  });

  it('takes anything where it is not known what the model has learnt', () => {
    const unknown = { architecture: 'rnn', input: {} };
    expect(() => checkLearnt(unknown, { encoding: 'number', scaling, feature: 1 })).not.toThrow();
  });
});
