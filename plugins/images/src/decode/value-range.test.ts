import { readFileSync } from 'node:fs';
import type { ValueRange } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import { pixelWriter } from './value-range.js';

interface Fixture {
  readonly pixels: readonly number[];
  /** Results of Keras' `preprocess_input`. */
  readonly expected: Readonly<Record<string, readonly number[]>>;
}

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/ranges.json', import.meta.url), 'utf8')) as Fixture;

function convert(range: ValueRange): number[] {
  const target = new Float32Array(fixture.pixels.length + 1).fill(-999);
  pixelWriter(range)(Uint8Array.from(fixture.pixels), target, 1);
  expect(target[0]).toBe(-999);
  return Array.from(target.subarray(1));
}

describe('pixelWriter', () => {
  it.each(['-1..1', 'caffe', 'torch'] as const)("gives the values of Keras' preprocess_input for %s", (range) => {
    for (const [index, value] of convert(range).entries()) expect(value).toBeCloseTo(fixture.expected[range][index], 4);
  });

  it('does not change 0..255, and divides by 255 for 0..1', () => {
    expect(convert('0..255')).toEqual(fixture.pixels);
    expect(convert('0..1')).toEqual(fixture.pixels.map((level) => Math.fround(level / 255)));
  });
});
