import { describe, expect, it } from 'vitest';
import { checkTarget } from './check-target.js';

const scaling = { offset: 20, factor: 7 };
const card = { architecture: 'rnn', input: {}, numbers: { scaling, feature: 0 } };

describe('checkTarget', () => {
  it('accepts windows of the same column and scale', () => {
    expect(() => checkTarget(card, { encoding: 'number', scaling: { ...scaling }, feature: 0 })).not.toThrow();
  });

  it('rejects another scale, and unscaled windows', () => {
    for (const other of [
      { offset: 21, factor: 7 },
      { offset: 0, factor: 1 },
    ])
      expect(() => checkTarget(card, { encoding: 'number', scaling: other, feature: 0 })).toThrow(
        'The windows are scaled differently than those that the model was trained with.',
      );
  });

  it('rejects another column', () => {
    expect(() => checkTarget(card, { encoding: 'number', scaling, feature: 1 })).toThrow(
      'The target of the windows is column 2 of the series, and the model was trained to forecast column 1.',
    );
  });

  it('accepts all windows if the model does not say what it was trained with', () => {
    const unknown = { architecture: 'rnn', input: {} };
    expect(() => checkTarget(unknown, { encoding: 'number', scaling, feature: 1 })).not.toThrow();
  });
});
