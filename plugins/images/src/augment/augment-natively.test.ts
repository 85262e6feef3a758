import { SeededRandom } from '@expgraph/core';
import { FILL_MODE, type ImageOps, imageOps } from '@expgraph/native/addons';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { RANGE_SCALES, VALUE_RANGES } from '../decode/value-range.js';
import { augmentImages } from './augment-images.js';
import { augmentNatively } from './augment-natively.js';
import type { ColorStep } from './color-step.js';
import type { ImageAugmentation } from './draw-augmentation.js';
import { FILL_MODES } from './fill-mode.js';
import type { Matrix, Size } from './matrix.js';
import { nativeStep } from './native-step.js';
import { WARP_INTERPOLATIONS } from './warp-image.js';

let native: ImageOps;

// Builds the addon if it is not built yet.
beforeAll(async () => {
  await startBackend();
  native = imageOps() as ImageOps;
}, 600_000);

const SIZES: [from: Size, to: Size][] = [
  [
    [1, 1],
    [1, 1],
  ],
  [
    [1, 7],
    [3, 2],
  ],
  [
    [9, 1],
    [9, 1],
  ],
  [
    [2, 2],
    [17, 13],
  ],
  [
    [31, 20],
    [31, 20],
  ],
  [
    [40, 33],
    [7, 50],
  ],
];

const STEPS: readonly (readonly ColorStep[])[] = [
  [],
  [{ kind: 'brightness', shift: 0, factor: 1.2 }],
  [{ kind: 'brightness', shift: 17, factor: undefined }],
  [
    { kind: 'brightness', shift: -30, factor: 0.7 },
    { kind: 'blur', sigma: 0.3 },
  ],
  [{ kind: 'contrast', factor: 1.7 }],
  [
    { kind: 'saturation', factor: 0.4 },
    { kind: 'brightness', shift: 12, factor: 1.1 },
  ],
  [
    { kind: 'hue', turn: 0.13 },
    { kind: 'hue', turn: -0.5 },
  ],
  [{ kind: 'sharpness', factor: 1.9 }],
  [{ kind: 'blur', sigma: 1.7 }],
  [{ kind: 'autocontrast' }, { kind: 'posterize', bits: 3 }],
  [{ kind: 'equalize' }, { kind: 'solarize', from: 128 }],
  [{ kind: 'erase', top: 0, left: 0, height: 1, width: 1, fill: { level: 77 } }],
  [{ kind: 'erase', top: 0, left: 0, height: 1, width: 1, fill: { seed: 2 ** 32 - 5 } }],
];

/** Draws a matrix that reaches slightly or far beyond the edges. */
function drawMatrix(random: SeededRandom, [height, width]: Size): Matrix {
  const number = (most: number) => (random.uniform() * 2 - 1) * most;
  const reach = random.uniform() < 0.5 ? 1 : 4;
  return [number(reach), number(reach), number(height * reach), number(reach), number(reach), number(width * reach)];
}

/** Expects the native code to give the same bits as JavaScript. */
async function expectSame(
  from: Size,
  to: Size,
  changes: readonly ImageAugmentation[],
  random: SeededRandom,
  choice: number,
) {
  const of = <Value>(values: readonly Value[]) => values[choice % values.length];
  const source = Float32Array.from({ length: changes.length * from[0] * from[1] * 3 }, () => random.uniform() * 255);
  const warp = { mode: of(FILL_MODES), values: [3, 100, 250], interpolation: of(WARP_INTERPOLATIONS) };
  const job = { source, from, to, first: 0, changes, warp, scale: RANGE_SCALES[of(VALUE_RANGES)] };
  const length = changes.length * to[0] * to[1] * 3;
  const [fast, plain] = [new Float32Array(length).fill(-1), new Float32Array(length).fill(-1)];
  await augmentNatively(native, { ...job, target: fast });
  augmentImages({ ...job, target: plain });
  const unlike = fast.findIndex((value, index) => !Object.is(value, plain[index]));
  expect(unlike, `choice ${choice}: ${fast[unlike]} instead of ${plain[unlike]}`).toBe(-1);
}

const steps = (choice: number) => STEPS[choice % STEPS.length];

describe('augmentNatively', () => {
  it.each(SIZES)('gives the same bits as JavaScript, from %j to %j', async (from, to) => {
    const random = new SeededRandom(['native', ...from, ...to]);
    for (let choice = 0; choice < 120; choice += 1) {
      const images = [0, 1, 2].map((image) => ({ matrix: drawMatrix(random, from), steps: steps(choice + image) }));
      await expectSame(from, to, images, random, choice);
    }
  });

  it('gives the same bits if threads share a batch', async () => {
    const random = new SeededRandom(['native', 'threads']);
    const size: Size = [120, 150];
    const images = Array.from({ length: 13 }, (_, image) => ({
      matrix: drawMatrix(random, size),
      steps: steps(image),
    }));
    await expectSame(size, size, images, random, 2);
  });

  const IDENTITY = [1, 0, 0, 0, 1, 0] as const;
  const RANGE = RANGE_SCALES['0..255'];
  const HOW = { mode: 0, values: [0, 0, 0], range: RANGE, interpolated: true } as const;

  it('does not change neighboring images', async () => {
    const source = Float32Array.from({ length: 3 * 36 }, (_, index) => index);
    const target = new Float32Array(3 * 30).fill(-1);
    const brightness = { shift: 3, factor: 1, offset: 0, minimum: -Infinity, maximum: Infinity };
    const change = {
      matrix: [0.5, 0, 0, 0, 1, 0],
      brightness,
      steps: [nativeStep({ kind: 'contrast', factor: 1 })],
    } as const;
    await native.augment({ ...HOW, source, target, from: [3, 4], to: [5, 2], first: 1, changes: [change] });
    expect([...target.subarray(0, 30), ...target.subarray(60)]).toEqual(Array(60).fill(-1));
    expect(Math.min(...target.subarray(30, 60))).toBe(36 + 3);
  });

  it('reads and writes nothing outside an image, for any numbers', async () => {
    const sevens = () => new Float32Array(12).fill(7);
    const erase = { kind: 'erase', top: -5, left: -5, height: 100, width: 1e9, fill: { level: 7 } } as const;
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY, -1e300]) {
      const change = { matrix: [number, 0, number, 0, number, 0] as const, steps: [nativeStep(erase)] };
      for (const interpolated of [true, false]) {
        for (const mode of Object.values(FILL_MODE)) {
          const target = sevens();
          const images = { source: sevens(), target, from: [2, 2], to: [2, 2], first: 0, changes: [change] } as const;
          await native.augment({ ...HOW, ...images, interpolated, mode, values: [7, 7, 7] });
          expect([...target].every((value) => value === 7)).toBe(true);
        }
      }
    }
  });

  it('continues with values that are NaN', async () => {
    const target = new Float32Array(12);
    const source = new Float32Array(12).fill(Number.NaN);
    const kinds: ColorStep[] = [{ kind: 'equalize' }, { kind: 'solarize', from: 3 }, { kind: 'hue', turn: 0.2 }];
    for (const step of kinds) {
      const change = { matrix: IDENTITY, steps: [nativeStep(step)] };
      await native.augment({ ...HOW, source, target, from: [2, 2], to: [2, 2], first: 0, changes: [change] });
    }
    expect(target.some(Number.isNaN)).toBe(true);
  });

  it.each([
    ['a source that is too short', { source: new Float32Array(11) }],
    ['a target that is too short', { target: new Float32Array(11) }],
    ['images beyond the end', { first: 1 }],
    ['no pixels', { from: [0, 2] }],
    ['an unknown change', { changes: [{ matrix: IDENTITY, steps: [{ kind: 11, numbers: [] }] }] }],
    ['a change without its numbers', { changes: [{ matrix: IDENTITY, steps: [{ kind: 1, numbers: [] }] }] }],
    ['a missing channel', { range: { ...RANGE, channels: [0, 1, 3] } }],
  ])('rejects %s', (_, wrong) => {
    const arrays = { source: new Float32Array(12), target: new Float32Array(12) };
    const images = {
      ...arrays,
      from: [2, 2],
      to: [2, 2],
      first: 0,
      changes: [{ matrix: IDENTITY, steps: [] }],
    } as const;
    expect(() => native.augment({ ...HOW, ...images, ...wrong } as never)).toThrow(/^change: `\w+` must (be|have) /);
  });
});
