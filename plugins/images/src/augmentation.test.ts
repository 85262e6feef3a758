import { readFileSync } from 'node:fs';
import type { ValueRange } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import type { FillMode } from './fill-mode.js';
import { type Affine, affineMatrix, mirrored } from './image-transform.js';
import { recolourImage } from './recolour-image.js';
import { RANGE_SCALES, VALUE_RANGES } from './value-range.js';
import { warpImage } from './warp-image.js';

interface Case {
  readonly name: string;
  readonly wide?: true;
  /** Angles in degrees. */
  readonly affine: Affine;
  readonly fillMode: FillMode;
  readonly cval: number;
  readonly flips: string;
  readonly channelShift: number | null;
  readonly brightness: number | null;
  /** By Keras' ImageDataGenerator, in grey levels; that of a wide image by scipy. */
  readonly expected: readonly number[];
}

interface Fixture {
  readonly images: { readonly square: readonly number[]; readonly wide: readonly number[] };
  readonly sizes: { readonly square: readonly [number, number]; readonly wide: readonly [number, number] };
  readonly cases: readonly Case[];
}

const fixture = JSON.parse(readFileSync(new URL('../fixtures/augment.json', import.meta.url), 'utf8')) as Fixture;

/** Transforms the case's image in a range, as the second of a batch, and gives the result in grey levels. */
function transform(
  { wide, affine, fillMode, cval, flips, channelShift, brightness }: Case,
  range: ValueRange,
): number[] {
  const [height, width] = fixture.sizes[wide ? 'wide' : 'square'];
  const levels = fixture.images[wide ? 'wide' : 'square'];
  const { scale, offset } = RANGE_SCALES[range];
  const pixels = new Float32Array(2 * levels.length);
  pixels.set(
    levels.map((level, index) => level * scale[index % 3] + offset[index % 3]),
    levels.length,
  );
  const target = new Float32Array(2 * levels.length);
  const image = { start: levels.length, height, width };
  const radians = { ...affine, angle: (affine.angle * Math.PI) / 180, shear: (affine.shear * Math.PI) / 180 };
  const turned = { flipHorizontal: flips.includes('h'), flipVertical: flips.includes('v') };
  const matrix = mirrored(affineMatrix(radians, [height, width]), [height, width], turned);
  const values = scale.map((factor, channel) => cval * factor + offset[channel]);
  warpImage({ ...image, pixels }, target, matrix, { mode: fillMode, values });
  const colours = { channelShift: channelShift ?? 0, brightness: brightness ?? undefined };
  if (channelShift !== null || brightness !== null)
    recolourImage({ ...image, pixels: target }, colours, RANGE_SCALES[range]);
  expect(target.subarray(0, levels.length).every((value) => value === 0)).toBe(true);
  return Array.from(target.subarray(levels.length), (value, index) => (value - offset[index % 3]) / scale[index % 3]);
}

const largestDifference = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, index) => Math.abs(value - b[index])));

describe('augmentation, beside Keras and scipy', () => {
  it('has cases whose images change', () => {
    const unlike = fixture.cases.filter(
      ({ wide, expected }) => largestDifference(expected, fixture.images[wide ? 'wide' : 'square']) > 5,
    );
    expect(unlike).toHaveLength(fixture.cases.length);
  });

  it.each(fixture.cases)('$name', (given) => {
    // Keras rounds light to whole levels, twice: down before it is scaled, and down after.
    const tolerance = given.brightness === null ? 0.01 : 1 + given.brightness;
    const whole = given.brightness !== null && given.affine.angle === 0;
    expect(largestDifference(transform(given, '0..255'), given.expected)).toBeLessThan(whole ? 1.001 : tolerance);
  });

  it.each(VALUE_RANGES)('means the same in the range %s', (range) => {
    for (const given of fixture.cases) {
      expect(largestDifference(transform(given, range), transform(given, '0..255'))).toBeLessThan(0.01);
    }
  });
});
