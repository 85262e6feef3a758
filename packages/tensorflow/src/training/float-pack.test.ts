import { expect, it } from 'vitest';
import { packFloats, unpackFloats } from './float-pack.js';

it('preserves NaN and infinities in arrays and in the header', () => {
  const header = { loss: Number.NaN, best: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.5], type: 'adam' };
  const arrays = new Map([['NaN/kernel', Float32Array.of(1, Number.NaN)]]);
  expect(unpackFloats(packFloats(header, arrays))).toEqual({ header, arrays });
});
