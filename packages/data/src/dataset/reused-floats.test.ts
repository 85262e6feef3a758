import { describe, expect, it } from 'vitest';
import { ReusedFloats } from './reused-floats.js';

describe('ReusedFloats', () => {
  it('gives memory again that was given back, to one taker only', () => {
    const floats = new ReusedFloats();
    const first = floats.take(3);
    expect(floats.take(3).values).not.toBe(first.values);
    first.release();
    first.release();
    expect(floats.take(3).values).toBe(first.values);
    expect(floats.take(3).values).not.toBe(first.values);
  });

  it('keeps lengths apart, and few of them', () => {
    const floats = new ReusedFloats();
    const small = floats.take(1);
    small.release();
    expect(floats.take(2).values).toHaveLength(2);
    for (const { release } of Array.from({ length: 4 }, () => floats.take(2))) release();
    expect(floats.take(1).values).not.toBe(small.values);
  });
});
