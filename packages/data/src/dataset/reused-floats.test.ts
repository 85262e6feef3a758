import { describe, expect, it } from 'vitest';
import { ReusedFloats } from './reused-floats.js';

describe('ReusedFloats', () => {
  it('reuses released memory once', () => {
    const floats = new ReusedFloats();
    const first = floats.take(3);
    expect(floats.take(3).values).not.toBe(first.values);
    first.release();
    first.release();
    expect(floats.take(3).values).toBe(first.values);
    expect(floats.take(3).values).not.toBe(first.values);
  });

  it('reuses arrays of the same length, and keeps few of them', () => {
    const floats = new ReusedFloats();
    const small = floats.take(1);
    small.release();
    expect(floats.take(2).values).toHaveLength(2);
    for (const { release } of Array.from({ length: 4 }, () => floats.take(2))) release();
    expect(floats.take(1).values).not.toBe(small.values);
  });
});
