import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExpgraphError } from '@expgraph/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { sizeOf } from './named-weights.js';
import { readWeights } from './read-weights.js';

const fixtures = fileURLToPath(new URL('../../fixtures/weights', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'expgraph-damaged-'));
afterAll(() => rm(folder, { recursive: true }));

const FILES = [
  'model.h5',
  'keras2.h5',
  'deep.h5',
  'keras3.weights.h5',
  'model.keras',
  'float16.tflite',
  'zip.pth',
  'legacy.pth',
  'tfjs-uint8/model.json',
  'tfjs-module/model.min.js',
];
const ATTEMPTS = process.env.EXPGRAPH_FULL_TESTS ? 1000 : 60;

/** Returns a seeded generator of integers from 0 to `below`, exclusive. */
function numbers(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Truncates a file, or changes, fills or copies bytes in it. */
function damage(whole: Buffer, seed: number): Buffer {
  const next = numbers(seed);
  for (let skipped = 0; skipped < 5; skipped += 1) next(1);
  const bytes = Buffer.from(whole);
  const [kind, at] = [next(4), next(whole.length)];
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1) for (let count = next(4); count >= 0; count -= 1) bytes[next(bytes.length)] = next(256);
  else if (kind === 2) bytes.subarray(at, at + 1 + next(8)).fill([0, 255, 127, 128][next(4)]);
  else bytes.copy(bytes, next(bytes.length), at, at + 1 + next(64));
  return bytes;
}

describe('readWeights with a damaged file', () => {
  it.each(FILES)(
    'returns weights or throws an ExpgraphError: %s',
    async (name) => {
      const whole = await readFile(join(fixtures, name));
      await cp(join(fixtures, dirname(name)), join(folder, dirname(name)), { recursive: true });
      let refused = 0;
      for (let seed = 0; seed < ATTEMPTS; seed += 1) {
        const path = join(folder, dirname(name), `${seed}-${basename(name)}`);
        await writeFile(path, damage(whole, seed));
        try {
          const found = await readWeights(path);
          for (const weights of found.values())
            for (const { shape, values } of weights.values()) expect(values).toHaveLength(sizeOf(shape));
        } catch (error) {
          refused += 1;
          if (!ExpgraphError.is(error)) throw new Error(`seed ${seed}`, { cause: error });
        }
        await rm(path);
      }
      expect(refused).toBeGreaterThan(ATTEMPTS / 20);
    },
    600_000,
  );

  it('reads an intact file that replaces a damaged one', async () => {
    const path = join(folder, 'replaced.h5');
    const whole = await readFile(join(fixtures, 'keras2.h5'));
    const damaged = Buffer.from(whole).fill(255, 900, 908);
    await writeFile(path, damaged);
    await expect(readWeights(path)).rejects.toMatchObject({ code: 'EXPGRAPH_WEIGHTS_H5' });
    await writeFile(path, whole);
    expect(await readWeights(path)).toEqual(await readWeights(join(fixtures, 'keras2.h5')));
  });

  it('rejects a file that would put the HDF5 library into an endless loop', async () => {
    const bytes = await readFile(join(fixtures, 'model.h5'));
    const heap = bytes.indexOf('HEAP\0', 0, 'latin1');
    const blocks = Number(bytes.readBigUInt64LE(heap + 24));
    const first = bytes.readBigUInt64LE(heap + 16);
    // The first free block points to itself as the next one.
    bytes.writeBigUInt64LE(first, blocks + Number(first));
    await writeFile(join(folder, 'loop.h5'), bytes);
    await expect(readWeights(join(folder, 'loop.h5'))).rejects.toMatchObject({
      message: 'loop.h5 is not a file of Keras weights: its heap of names or strings is damaged.',
    });
  });
});
