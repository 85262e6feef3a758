import type { Run, TensorSpec } from '@expgraph/sdk';
import { testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { MemoryDataset } from '../../test/memory-dataset.js';
import { defaultsOf, SeededRandom } from '../../test/services.js';
import { Augment } from './augment.js';

type Config = Run<typeof Augment>['config'];

const SIZE = [6, 6, 3] as const;
const LENGTH = 6 * 6 * 3;

const configOf = (config: Partial<Config>): Config => ({ ...(defaultsOf(Augment.config) as Config), ...config });

/** Four images with different levels everywhere. */
function images(tensor: TensorSpec = { range: '0..255' }): MemoryDataset {
  const features = Float32Array.from({ length: 4 * LENGTH }, (_, index) => (index * 37) % 251);
  return new MemoryDataset(features, SIZE, Int32Array.of(0, 1, 0, 1), ['a', 'b'], tensor);
}

async function augment(config: Partial<Config>, data = images(), seed = 7) {
  const node = new Augment(new SeededRandom([seed]));
  const { signal } = new AbortController();
  return (await node.run({ inputs: { images: data }, config: configOf(config), fingerprints: {}, signal })).images;
}

const infer = (config: Partial<Config>, tensor: TensorSpec) =>
  Augment.infer({ inputs: { images: images(tensor).spec }, config: configOf(config) });

const read = async (config: Partial<Config>, indices: readonly number[], epoch = 0) =>
  Array.from((await (await augment(config)).read(indices, { epoch })).features);

const ALL: Partial<Config> = {
  rotation: 30,
  widthShift: 0.2,
  heightShift: [1, 2],
  shear: 10,
  zoom: [0.8, 1.3],
  flip: 'both',
  brightness: [0.5, 1.5],
  channelShift: 30,
  resizedCrop: { scale: [0.3, 1], ratio: [0.75, 1.33] },
  colorJitter: { brightness: 0.3, contrast: 0.3, saturation: 0.3, hue: 0.1 },
  randAugment: { numOps: 2, magnitude: 9 },
  blur: { probability: 0.5, sigma: [0.1, 2] },
  erasing: { probability: 0.5, scale: [0.02, 0.33], ratio: [0.3, 3.3], fillValue: 'noise' },
};

describe('augment', () => {
  it('fulfills the contract of nodes', () => testNode(Augment, { inputs: { images: images() }, config: ALL }));

  it('does not change images without options', async () => {
    const data = images();
    const before = await data.read([2, 0]);
    const { features, shape, labels } = await (await augment({}, data)).read([2, 0]);
    expect(features).toEqual(before.features);
    expect(shape).toEqual([2, ...SIZE]);
    expect(labels).toEqual(before.labels);
  });

  it('changes grayscale images like RGB images with equal channels', async () => {
    const levels = Float32Array.from({ length: 4 * 36 }, (_, index) => (index * 37) % 251);
    const labels = Int32Array.of(0, 1, 0, 1);
    const gray = new MemoryDataset(levels, [6, 6, 1], labels, ['a', 'b'], { range: '0..255' });
    const alike = new MemoryDataset(
      Float32Array.from({ length: 4 * LENGTH }, (_, index) => levels[Math.floor(index / 3)]),
      SIZE,
      labels,
      ['a', 'b'],
      { range: '0..255' },
    );
    const [changed, rgb] = [await augment(ALL, gray), await augment(ALL, alike)];
    expect(changed.spec).toEqual(gray.spec);
    const [{ features, shape }, expected] = [
      await changed.read([3, 1], { epoch: 2 }),
      await rgb.read([3, 1], { epoch: 2 }),
    ];
    expect(shape).toEqual([2, 6, 6, 1]);
    expect(Array.from(features)).toEqual(Array.from(expected.features).filter((_, index) => index % 3 === 0));
    expect(features).not.toEqual((await gray.read([3, 1])).features);
  });

  it('rejects images with two channels', () => {
    const data = new MemoryDataset(new Float32Array(8), [2, 2, 2], Int32Array.of(0), ['a']);
    expect(() => Augment.infer({ inputs: { images: data.spec }, config: configOf({}) })).toThrow(
      expect.objectContaining({ code: 'EXPGRAPH_IMAGES_CHANNELS' }),
    );
  });

  it('keeps spec, size, classes, labels and names', async () => {
    const data = images();
    const augmented = await augment(ALL, data);
    expect(augmented.spec).toEqual(data.spec);
    expect([augmented.size, augmented.classes, augmented.name(3)]).toEqual([4, ['a', 'b'], 'example 3']);
    expect(augmented.labels()).toEqual(data.labels());
  });

  it('returns the same image i of epoch e in any batch', async () => {
    const batch = await read(ALL, [0, 1, 2, 3], 5);
    expect(await read(ALL, [2], 5)).toEqual(batch.slice(2 * LENGTH, 3 * LENGTH));
    expect(await read(ALL, [3, 2], 5)).toEqual([...batch.slice(3 * LENGTH), ...batch.slice(2 * LENGTH, 3 * LENGTH)]);
  });

  it('draws different changes for each epoch, image and seed', async () => {
    const image = await read(ALL, [0], 0);
    expect(await read(ALL, [0], 1)).not.toEqual(image);
    const other = await (await augment(ALL, images(), 8)).read([0]);
    expect(Array.from(other.features)).not.toEqual(image);
    const same = new MemoryDataset(
      new Float32Array(2 * LENGTH).map((_, i) => i % LENGTH),
      SIZE,
      Int32Array.of(0, 1),
      [],
    );
    const { features } = await (await augment({ rotation: 30 }, same)).read([0, 1]);
    expect(features.subarray(0, LENGTH)).not.toEqual(features.subarray(LENGTH));
  });

  it('reads the original images of the same epoch, and does not write into them', async () => {
    const data = images();
    const before = Array.from((await data.read([0, 1, 2, 3])).features);
    await (await augment(ALL, data)).read([0, 1, 2, 3], { epoch: 3 });
    expect(data.epochs).toEqual([undefined, 3]);
    expect(Array.from((await data.read([0, 1, 2, 3])).features)).toEqual(before);
  });

  it('flips about half of the images', async () => {
    const data = images();
    const [row] = [(await data.read([0])).features.subarray(0, 18)];
    const reversed = [5, 4, 3, 2, 1, 0].flatMap((column) => Array.from(row.subarray(column * 3, column * 3 + 3)));
    let turned = 0;
    for (let epoch = 0; epoch < 200; epoch += 1) {
      const first = (await read({ flip: 'horizontal' }, [0], epoch)).slice(0, 18);
      if (first[0] === row[0]) expect(first).toEqual(Array.from(row));
      else {
        expect(first).toEqual(reversed);
        turned += 1;
      }
    }
    expect(turned).toBeGreaterThan(75);
    expect(turned).toBeLessThan(125);
  });

  it('shifts by pixels of a list, in both directions', async () => {
    const row = (await read({}, [0])).slice(0, 18);
    const starts = new Set<number>();
    for (let epoch = 0; epoch < 60; epoch += 1) {
      const shifted = await read({ widthShift: [1, 2], fillMode: 'constant', cval: 255 }, [0], epoch);
      starts.add([0, 1, 2].find((n) => shifted[n * 3] === row[0]) ?? -[1, 2].find((n) => shifted[0] === row[n * 3])!);
    }
    expect([...starts].sort((a, b) => a - b)).toEqual([-2, -1, 1, 2]);
  });

  it('gives the same bits on threads as on this one', async () => {
    const [size, length] = [[120, 120, 3] as const, 120 * 120 * 3];
    const features = Float32Array.from({ length: 9 * length }, (_, index) => (index * 37) % 251);
    const data = new MemoryDataset(features, size, new Int32Array(9), ['a'], { range: '0..255' });
    const augmented = await augment(ALL, data);
    const all = await augmented.read([8, 1, 2, 3, 4, 5, 6, 7, 0], { epoch: 2 });
    for (const [place, index] of [8, 1, 2, 3, 4, 5, 6, 7, 0].entries()) {
      const { features: alone } = await augmented.read([index], { epoch: 2 });
      expect(Buffer.from(alone.buffer).equals(Buffer.from(all.features.buffer, place * length * 4, length * 4))).toBe(
        true,
      );
    }
  });

  it('crops to another size, and infers it', async () => {
    const config: Partial<Config> = { resizedCrop: { scale: [0.5, 0.5], ratio: [1, 1], size: [3, 4] } };
    expect(infer(config, { range: '0..255' }).images.features?.shape).toEqual(['batch', 3, 4, 3]);
    const augmented = await augment(config);
    expect(augmented.spec.features?.shape).toEqual(['batch', 3, 4, 3]);
    const { features, shape } = await augmented.read([0, 1]);
    expect([shape, features.length]).toEqual([[2, 3, 4, 3], 72]);
  });

  it('crops parts anywhere in the image', async () => {
    // The values of this image encode their position: 10 per row, 1 per column.
    const place = Float32Array.from(
      { length: LENGTH },
      (_, index) => 10 * Math.floor(index / 18) + Math.floor((index % 18) / 3),
    );
    const data = new MemoryDataset(place, SIZE, Int32Array.of(0), ['a'], { range: '0..255' });
    const augmented = await augment({ resizedCrop: { scale: [0.25, 0.25], ratio: [1, 1] } }, data);
    const corners: [number, number][] = [];
    for (let epoch = 0; epoch < 200; epoch += 1) {
      const { features } = await augmented.read([0], { epoch });
      corners.push([features[7 * 3], features[28 * 3]]);
    }
    // Half of the width and of the height: 1.5 rows and columns from the second to the second to last pixel.
    for (const [first, last] of corners) expect(last - first).toBeCloseTo(16.5, 4);
    expect(Math.min(...corners.map(([first]) => first))).toBeLessThan(6);
    expect(Math.max(...corners.map(([, last]) => last))).toBeGreaterThan(49);
  });

  it('erases a box of the given area with the given probability', async () => {
    const config: Partial<Config> = {
      erasing: { probability: 0.5, scale: [0.25, 0.25], ratio: [1, 1], fillValue: 300 },
    };
    const erased: number[] = [];
    for (let epoch = 0; epoch < 200; epoch += 1) {
      erased.push((await read(config, [0], epoch)).filter((value) => value === 300).length / 3);
    }
    expect([...new Set(erased)].sort()).toEqual([0, 9]);
    expect(erased.filter((pixels) => pixels > 0).length / 200).toBeCloseTo(0.5, 1);
  });

  it('fills an erased box with noise of all levels', async () => {
    const erasing = { probability: 1, scale: [1, 1], ratio: [1, 1], fillValue: 'noise' } as const;
    const first = await read({ erasing }, [0], 0);
    expect(new Set(first).size).toBeGreaterThan(60);
    expect(first.reduce((sum, value) => sum + value, 0) / LENGTH).toBeCloseTo(127.5, -1.6);
    expect(await read({ erasing }, [0], 1)).not.toEqual(first);
  });

  it('keeps the draws of an option when another option is added', async () => {
    const turned = await read({ rotation: 40 }, [0], 3);
    const both = await read(
      { rotation: 40, erasing: { probability: 1, scale: [0.1, 0.1], ratio: [1, 1], fillValue: -1 } },
      [0],
      3,
    );
    expect(both.filter((value, index) => value !== turned[index]).every((value) => value === -1)).toBe(true);
  });

  it('fills with cval beyond the edges, in the range of the images', async () => {
    const config: Partial<Config> = { zoom: [3, 3], fillMode: 'constant', cval: 255 };
    const data = images({ range: '-1..1' });
    const { features } = await (await augment(config, data)).read([0]);
    expect(Array.from(features.subarray(0, 3))).toEqual([1, 1, 1]);
    const { features: torch } = await (await augment(config, images({ range: 'torch' }))).read([0]);
    expect(torch[0]).toBeCloseTo((1 - 0.485) / 0.229, 5);
  });

  it('stops when it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    await expect((await augment(ALL)).read([0], { signal })).rejects.toThrow('Ctrl-C');
  });

  it.each(['0..255', '0..1', '-1..1', 'caffe', 'torch'] as const)('accepts every option for images in %s', (range) => {
    const { spec } = images({ range });
    expect(infer({ ...ALL, fillMode: 'constant' }, { range })).toEqual({ images: spec });
  });

  it.each([
    [{ brightness: [0.5, 1] as const }, 'brightness', 'brightness'],
    [{ channelShift: 3 }, 'channelShift', 'channelShift'],
    [{ randAugment: { numOps: 1, magnitude: 5 } }, 'randAugment', 'randAugment'],
    [{ fillMode: 'constant' as const }, 'fillMode', 'fillMode: constant'],
  ])('rejects %j if the range is unknown', (config, option, shown) => {
    expect(() => infer(config, {})).toThrow(
      expect.objectContaining({
        code: 'EXPGRAPH_IMAGES_RANGE_UNKNOWN',
        message: `${shown} needs the values of black and white, but the range of "images" is unknown.`,
        at: { config: [option] },
      }),
    );
    expect(() => infer({ rotation: 3 }, {})).not.toThrow();
  });

  it('rejects reversed bounds in a nested option, at their place', () => {
    expect(() => infer({ blur: { probability: 1, sigma: [2, 1] } }, { range: '0..1' })).toThrow(
      expect.objectContaining({
        message: 'blur.sigma is [2, 1], expected the lower bound first.',
        at: { config: ['blur', 'sigma'] },
      }),
    );
  });

  it.each(['zoom', 'brightness'] as const)('rejects reversed bounds of %s', (option) => {
    expect(() => infer({ [option]: [1.2, 0.8] }, { range: '0..1' })).toThrow(
      expect.objectContaining({
        code: 'EXPGRAPH_IMAGES_INTERVAL',
        message: `${option} is [1.2, 0.8], expected the lower bound first.`,
        at: { config: [option] },
      }),
    );
  });
});
