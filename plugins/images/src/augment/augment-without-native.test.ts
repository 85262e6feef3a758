import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageOps } from '@expgraph/native/addons';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { beforeAll, expect, it } from 'vitest';
import { MemoryDataset } from '../../test/memory-dataset.js';
import { SeededRandom } from '../../test/services.js';
import { AugmentedDataset, type AugmentOptions } from './augmented-dataset.js';

// Builds the addon if it is not built yet.
beforeAll(async () => void (await startBackend()), 600_000);

/** Runs work without a native backend. */
async function withoutNative<Result>(work: () => Promise<Result>): Promise<Result> {
  const { EXPGRAPH_CACHE: before } = process.env;
  const empty = await mkdtemp(join(tmpdir(), 'expgraph-cache-'));
  process.env.EXPGRAPH_CACHE = empty;
  try {
    expect(imageOps()).toBeUndefined();
    return await work();
  } finally {
    if (before === undefined) delete process.env.EXPGRAPH_CACHE;
    else process.env.EXPGRAPH_CACHE = before;
    await rm(empty, { recursive: true });
  }
}

/** A dataset whose batches are in shared memory, like those of `load/images`. */
class SharedDataset extends MemoryDataset {
  override async read(...given: Parameters<MemoryDataset['read']>) {
    const batch = await super.read(...given);
    const features = new Float32Array(new SharedArrayBuffer(batch.features.byteLength));
    features.set(batch.features);
    return { ...batch, features };
  }
}

const OPTIONS: AugmentOptions = {
  rotation: 30,
  widthShift: 0.2,
  heightShift: 0.1,
  shear: 10,
  zoom: [0.8, 1.2],
  flip: 'both',
  brightness: [0.5, 1.5],
  channelShift: 30,
  fillMode: 'reflect',
  cval: 0,
  interpolation: 'bilinear',
  colorJitter: { brightness: 0.3, contrast: 0.3, saturation: 0.3, hue: 0.1 },
  blur: { probability: 0.5, sigma: [0.1, 2] },
};

// Native code stays loaded, so this file has one test.
it('gives the same bits on threads as in native code', async () => {
  const features = Float32Array.from({ length: 9 * 120 * 110 * 3 }, (_, index) => (index * 37) % 251);
  const kinds = [MemoryDataset, SharedDataset].flatMap((Kind) =>
    [OPTIONS, { ...OPTIONS, resizedCrop: { scale: [0.3, 1], ratio: [0.75, 1.33], size: [100, 130] } } as const].map(
      (options) => {
        const data = new Kind(features, [120, 110, 3], new Int32Array(9), ['a'], { range: '0..1' });
        return new AugmentedDataset(data, options, new SeededRandom([7]));
      },
    ),
  );
  const read = (data: AugmentedDataset) => data.read([8, 1, 2, 3, 4, 5, 6, 7, 0], { epoch: 2 });
  const plain = await withoutNative(() => Promise.all(kinds.map(read)));
  expect(imageOps()).toBeDefined();
  for (const [kind, data] of kinds.entries()) {
    const { shape, features: native } = await read(data);
    expect(plain[kind].shape).toEqual(shape);
    expect(Buffer.from(plain[kind].features.buffer).equals(Buffer.from(native.buffer)), `kind ${kind}`).toBe(true);
  }
});
