import { SeededRandom } from '@expgraph/core';
import { type ImageMoves, imageMoves, startBackend } from '@expgraph/tensorflow/native';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeImages } from './change-images.js';
import { changeNatively } from './change-natively.js';
import type { ColourStep } from './colour-step.js';
import { FILL_MODES } from './fill-mode.js';
import type { ImageChange } from './image-change.js';
import type { Matrix, Size } from './matrix.js';
import { RANGE_SCALES, VALUE_RANGES } from './value-range.js';

let moves: ImageMoves;

// Builds the addon where it is not built yet.
beforeAll(async () => {
  await startBackend();
  moves = imageMoves() as ImageMoves;
}, 600_000);

const SIZES: readonly (readonly [from: Size, to: Size])[] = [
  [[1, 1], [1, 1]],
  [[1, 7], [3, 2]],
  [[9, 1], [9, 1]],
  [[2, 2], [17, 13]],
  [[31, 20], [31, 20]],
  [[40, 33], [7, 50]],
]; // biome-ignore format: pairs

const LIGHTS: readonly (readonly ColourStep[])[] = [
  [],
  [{ kind: 'light', shift: 0, factor: 1.2 }],
  [{ kind: 'light', shift: 17, factor: undefined }],
  [{ kind: 'light', shift: -30, factor: 0.7 }],
  [{ kind: 'light', shift: 9, factor: 1.1 }, { kind: 'solarize', from: 128 }],
  [{ kind: 'posterize', bits: 3 }],
]; // biome-ignore format: one a line

const memory = (length: number) => new Float32Array(new SharedArrayBuffer(length * 4)).fill(-1);

/** From a little to far beyond the edges. */
function drawMatrix(random: SeededRandom, [height, width]: Size): Matrix {
  const number = (most: number) => (random.uniform() * 2 - 1) * most;
  const reach = random.uniform() < 0.5 ? 1 : 4;
  return [number(reach), number(reach), number(height * reach), number(reach), number(reach), number(width * reach)];
}

/** Three images changed in native code and in WebAssembly: `float32[3, ...to, 3]` each. */
async function bothWays(from: Size, to: Size, changes: readonly ImageChange[], random: SeededRandom, choice: number) {
  const mode = FILL_MODES[choice % FILL_MODES.length];
  const range = VALUE_RANGES[choice % VALUE_RANGES.length];
  const source = Float32Array.from({ length: changes.length * from[0] * from[1] * 3 }, () => random.uniform() * 255);
  const warp = { mode, values: [3, 100, 250], interpolation: 'bilinear' } as const;
  const job = { source, from, to, first: 0, changes, warp, scale: RANGE_SCALES[range] };
  const length = changes.length * to[0] * to[1] * 3;
  const [native, wasm] = [memory(length), memory(length)];
  await changeNatively(moves, { ...job, target: native });
  changeImages({ ...job, target: wasm });
  return { native, wasm };
}

describe('changes of images in native code', () => {
  it.each(SIZES)('are those of WebAssembly to the bit, from %j to %j', async (from, to) => {
    const random = new SeededRandom(['native', ...from, ...to]);
    for (let choice = 0; choice < 60; choice += 1) {
      const changes = [0, 1, 2].map((image) => ({
        matrix: drawMatrix(random, from),
        steps: LIGHTS[(choice + image) % LIGHTS.length],
      }));
      const { native, wasm } = await bothWays(from, to, changes, random, choice);
      expect(Buffer.compare(Buffer.from(native.buffer), Buffer.from(wasm.buffer)), `choice ${choice}`).toBe(0);
    }
  });

  it('are the same where threads share a batch', async () => {
    const random = new SeededRandom(['native', 'threads']);
    const size: Size = [120, 150];
    const changes = Array.from({ length: 13 }, (_, image) => ({
      matrix: drawMatrix(random, size),
      steps: LIGHTS[image % LIGHTS.length],
    }));
    const { native, wasm } = await bothWays(size, size, changes, random, 2);
    expect(Buffer.compare(Buffer.from(native.buffer), Buffer.from(wasm.buffer))).toBe(0);
  });

  it('leave the images beside them alone', async () => {
    const [from, to] = [[3, 4], [5, 2]] as const; // biome-ignore format: short
    const source = Float32Array.from({ length: 3 * 36 }, (_, index) => index);
    const target = new Float32Array(3 * 30).fill(-1);
    const light = { shift: 3, factor: 1, added: 0, least: -Infinity, most: Infinity };
    const move = { matrix: [0.5, 0, 0, 0, 1, 0], light } as const;
    await moves.move({ source, target, from, to, first: 1, moves: [move], mode: 0, values: [0, 0, 0] });
    expect([...target.subarray(0, 30), ...target.subarray(60)]).toEqual(Array(60).fill(-1));
    expect(Math.min(...target.subarray(30, 60))).toBe(36 + 3);
  });

  it('read nothing outside an image, whatever the matrix is', async () => {
    const size = [2, 2] as const;
    const source = new Float32Array(12).fill(7);
    const target = new Float32Array(12);
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY, -1e300]) {
      const matrix = [number, 0, number, 0, number, 0] as const;
      for (const mode of FILL_MODES.keys()) {
        await moves.move({
          source,
          target,
          from: size,
          to: size,
          first: 0,
          moves: [{ matrix }],
          mode,
          values: [7, 7, 7],
        });
        expect([...target].every((value) => value === 7 || Number.isNaN(value))).toBe(true);
      }
    }
  });

  it('refuse arrays that are too short', () => {
    const [source, target] = [new Float32Array(12), new Float32Array(11)];
    const size = [2, 2] as const;
    const given = { source, target, from: size, to: size, first: 0, mode: 0, values: [0, 0, 0] };
    const matrix = [1, 0, 0, 0, 1, 0] as const;
    expect(() => moves.move({ ...given, moves: [{ matrix }] })).toThrow('types and lengths');
    expect(() => moves.move({ ...given, target: source, first: 1, moves: [{ matrix }] })).toThrow('types and lengths');
  });
});
