import { readFileSync } from 'node:fs';
import { SeededRandom } from '@expgraph/core';
import type { ValueRange } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import { RANGE_SCALES, VALUE_RANGES } from '../decode/value-range.js';
import { applyColorSteps } from './apply-color-steps.js';
import { augmentImages } from './augment-images.js';
import type { ColorStep } from './color-step.js';
import { augmentationOf } from './draw-augmentation.js';
import { drawTransform, type TransformOptions } from './draw-transform.js';
import type { FillMode } from './fill-mode.js';
import type { Affine, Size } from './matrix.js';

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
  readonly order: 0 | 1;
  /** Result of Keras' ImageDataGenerator, in levels; for a wide image, of scipy. */
  readonly expected: readonly number[];
}

interface Fixture {
  readonly images: { readonly square: readonly number[]; readonly wide: readonly number[] };
  readonly sizes: { readonly square: Size; readonly wide: Size };
  readonly cases: readonly Case[];
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8')) as T;

const fixture = read<Fixture>('augment');
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Converts the levels of an image to the values of a range. */
function inRange(levels: readonly number[], { scale, offset, channels }: (typeof RANGE_SCALES)[ValueRange]) {
  return levels.map((_, index) => {
    const channel = index % 3;
    return levels[index - channel + channels[channel]] * scale[channel] + offset[channel];
  });
}

/** Converts values of a range to levels. */
function inLevels(values: ArrayLike<number>, { scale, offset, channels }: (typeof RANGE_SCALES)[ValueRange]): number[] {
  return Array.from(values, (_, index) => {
    const channel = channels.indexOf((index % 3) as 0 | 1 | 2);
    return (values[index - (index % 3) + channel] - offset[channel]) / scale[channel];
  });
}

/** Transforms the image of a case in a range, as the second image of a batch, and returns the result in levels. */
function transform(given: Case, range: ValueRange): number[] {
  const { wide, affine, fillMode, cval, flips, channelShift, brightness, order } = given;
  const size = fixture.sizes[wide ? 'wide' : 'square'];
  const levels = fixture.images[wide ? 'wide' : 'square'];
  const scale = RANGE_SCALES[range];
  const source = new Float32Array(2 * levels.length);
  source.set(inRange(levels, scale), levels.length);
  const target = new Float32Array(2 * levels.length);
  const change = augmentationOf(
    {
      affine: { ...affine, angle: radians(affine.angle), shear: radians(affine.shear) },
      flip: { horizontal: flips.includes('h'), vertical: flips.includes('v') },
      channelShift: channelShift ?? 0,
      brightness: brightness ?? undefined,
    },
    size,
  );
  const values = scale.scale.map((factor, channel) => cval * factor + scale.offset[channel]);
  const warp = { mode: fillMode, values, interpolation: order === 0 ? 'nearest' : 'bilinear' } as const;
  augmentImages({ source, target, from: size, to: size, first: 1, changes: [change], warp, scale });
  expect(target.subarray(0, levels.length).every((value) => value === 0)).toBe(true);
  return inLevels(target.subarray(levels.length), scale);
}

const largestDifference = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, index) => Math.abs(value - b[index])));

describe('augmentation, compared with Keras and scipy', () => {
  it('changes the image of each case', () => {
    const unlike = fixture.cases.filter(
      ({ wide, expected }) => largestDifference(expected, fixture.images[wide ? 'wide' : 'square']) > 5,
    );
    expect(unlike).toHaveLength(fixture.cases.length);
  });

  it.each(fixture.cases)('$name', (given) => {
    // Keras rounds the brightness down to whole levels twice: before and after scaling.
    const tolerance = given.brightness === null ? 0.01 : 1 + given.brightness;
    const whole = given.brightness !== null && given.affine.angle === 0;
    expect(largestDifference(transform(given, '0..255'), given.expected)).toBeLessThan(whole ? 1.001 : tolerance);
  });

  it.each(VALUE_RANGES)('gives the same result in the range %s', (range) => {
    for (const given of fixture.cases) {
      expect(largestDifference(transform(given, range), transform(given, '0..255'))).toBeLessThan(0.01);
    }
  });
});

describe('color steps, compared with Pillow and scipy', () => {
  const { size, pixels, cases } = read<{
    size: Size;
    pixels: readonly number[];
    cases: readonly { readonly step: ColorStep; readonly expected: readonly number[] }[];
  }>('colors');
  const [height, width] = size;

  const recolored = (step: ColorStep, range: ValueRange) => {
    const image = { pixels: Float32Array.from(inRange(pixels, RANGE_SCALES[range])), start: 0, height, width };
    applyColorSteps(image, [step], RANGE_SCALES[range]);
    return inLevels(image.pixels, RANGE_SCALES[range]);
  };

  it.each(cases)('$step', ({ step, expected }) => {
    expect(largestDifference(recolored(step, '0..255'), pixels)).toBeGreaterThanOrEqual(1);
    // Pillow rounds levels, and the gray level that it blends with.
    const exact = step.kind === 'hue' || step.kind === 'blur';
    expect(largestDifference(recolored(step, '0..255'), expected)).toBeLessThan(exact ? 0.02 : 1.36);
  });

  it.each(VALUE_RANGES)('give the same result in the range %s', (range) => {
    for (const { step } of cases) {
      const tolerance = 'factor' in step || step.kind === 'hue' || step.kind === 'blur' ? 0.01 : 1e-3;
      expect(largestDifference(recolored(step, range), recolored(step, '0..255'))).toBeLessThan(tolerance);
    }
  });
});

describe('draws, compared with ImageDataGenerator', () => {
  const cases = read<Record<string, { quantiles: Record<string, readonly number[]> }>>('draws');
  const NONE = {
    rotation: 0,
    widthShift: 0,
    heightShift: 0,
    shear: 0,
    zoom: 0,
    flip: 'none',
    channelShift: 0,
  } as const;
  const OPTIONS: Record<string, TransformOptions> = {
    fractions: {
      rotation: 30,
      widthShift: 0.2,
      heightShift: 0.1,
      shear: 12,
      zoom: 0.3,
      flip: 'both',
      channelShift: 25,
      brightness: [0.6, 1.5],
    },
    integers: { ...NONE, widthShift: 7, heightShift: 1, zoom: [0.5, 1.1], flip: 'horizontal' },
    lists: { ...NONE, widthShift: [0.1, 0.4], heightShift: [2, 5, 6], flip: 'vertical' },
    pixels: { ...NONE, widthShift: 3.5 },
  };

  const drawn = (options: TransformOptions) => {
    const random = new SeededRandom([7]);
    return Array.from({ length: 5000 }, (_, image) => {
      const { affine, flip, channelShift, brightness } = drawTransform(options, [20, 40], random.stream(image));
      const [angle, shear] = [affine.angle, affine.shear].map((value) => (value * 180) / Math.PI);
      const flips = { flipHorizontal: Number(flip.horizontal), flipVertical: Number(flip.vertical) };
      return { ...affine, ...flips, angle, shear, channelShift, brightness: brightness ?? 1 };
    });
  };

  /** Returns the Kolmogorov-Smirnov distance of values from a distribution given by its quantiles. */
  const distance = (values: readonly number[], quantiles: readonly number[]) => {
    const fraction = (of: readonly number[], limit: number) => of.filter((value) => value <= limit).length / of.length;
    const between = quantiles.slice(1).map((value, index) => (value + quantiles[index]) / 2 + 1e-4);
    return Math.max(...between.map((limit) => Math.abs(fraction(values, limit) - fraction(quantiles, limit))));
  };

  it.each(Object.keys(cases))('%s', (name) => {
    const draws = drawn(OPTIONS[name]);
    for (const [parameter, quantiles] of Object.entries(cases[name].quantiles)) {
      const values = draws.map((draw) => draw[parameter as keyof (typeof draws)[number]]);
      expect({ parameter, near: distance(values, quantiles) < 0.04 }).toEqual({ parameter, near: true });
    }
  });
});
