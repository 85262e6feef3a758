import type { Run, TensorSpec } from '@expgraph/sdk';
import { testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { MemoryDataset } from '../test/memory-dataset.js';
import { defaultsOf, SeededRandom } from '../test/services.js';
import { Augment } from './augment.js';

type Config = Run<typeof Augment>['config'];

const SIZE = [6, 6, 3] as const;
const LENGTH = 6 * 6 * 3;

const configOf = (config: Partial<Config>): Config => ({ ...(defaultsOf(Augment.config) as Config), ...config });

/** Four images of levels that differ everywhere. */
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
};

describe('augment', () => {
  it('keeps the contract of nodes', () => testNode(Augment, { inputs: { images: images() }, config: ALL }));

  it('leaves images as they are when nothing is asked for', async () => {
    const data = images();
    const before = await data.read([2, 0]);
    const { features, shape, labels } = await (await augment({}, data)).read([2, 0]);
    expect(features).toEqual(before.features);
    expect(shape).toEqual([2, ...SIZE]);
    expect(labels).toEqual(before.labels);
  });

  it('keeps spec, size, classes, labels and names', async () => {
    const data = images();
    const augmented = await augment(ALL, data);
    expect(augmented.spec).toEqual(data.spec);
    expect([augmented.size, augmented.classes, augmented.name(3)]).toEqual([4, ['a', 'b'], 'element 3']);
    expect(augmented.labels()).toEqual(data.labels());
  });

  it('gives image i of epoch e the same numbers, whatever it is read with', async () => {
    const batch = await read(ALL, [0, 1, 2, 3], 5);
    expect(await read(ALL, [2], 5)).toEqual(batch.slice(2 * LENGTH, 3 * LENGTH));
    expect(await read(ALL, [3, 2], 5)).toEqual([...batch.slice(3 * LENGTH), ...batch.slice(2 * LENGTH, 3 * LENGTH)]);
  });

  it('draws anew for each epoch, image and seed', async () => {
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

  it('reads its images of the same epoch, and does not write into them', async () => {
    const data = images();
    const before = Array.from((await data.read([0, 1, 2, 3])).features);
    await (await augment(ALL, data)).read([0, 1, 2, 3], { epoch: 3 });
    expect(data.epochs).toEqual([undefined, 3]);
    expect(Array.from((await data.read([0, 1, 2, 3])).features)).toEqual(before);
  });

  it('mirrors about half of the images', async () => {
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

  it('shifts by at most a share of the width, or by pixels of a list to either side', async () => {
    const row = (await read({}, [0])).slice(0, 18);
    const starts = new Set<number>();
    for (let epoch = 0; epoch < 60; epoch += 1) {
      const shifted = await read({ widthShift: [1, 2], fillMode: 'constant', cval: 255 }, [0], epoch);
      starts.add([0, 1, 2].find((n) => shifted[n * 3] === row[0]) ?? -[1, 2].find((n) => shifted[0] === row[n * 3])!);
    }
    expect([...starts].sort((a, b) => a - b)).toEqual([-2, -1, 1, 2]);
  });

  it('fills with cval beyond the edge, in the range of the images', async () => {
    const config: Partial<Config> = { zoom: [3, 3], fillMode: 'constant', cval: 255 };
    const data = images({ range: '-1..1' });
    const { features } = await (await augment(config, data)).read([0]);
    expect(Array.from(features.subarray(0, 3))).toEqual([1, 1, 1]);
    const { features: torch } = await (await augment(config, images({ range: 'torch' }))).read([0]);
    expect(torch[0]).toBeCloseTo((1 - 0.485) / 0.229, 5);
  });

  it('stops at an abort', async () => {
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
    [{ fillMode: 'constant' as const }, 'fillMode', 'fillMode: constant'],
  ])('refuses %j where the range is not known', (config, option, shown) => {
    expect(() => infer(config, {})).toThrow(
      expect.objectContaining({
        code: 'EXPGRAPH_IMAGES_RANGE_UNKNOWN',
        message: `${shown} needs to know what black and white are, and the range of "images" is not known.`,
        at: { config: [option] },
      }),
    );
    expect(() => infer({ rotation: 3 }, {})).not.toThrow();
  });

  it.each(['zoom', 'brightness'] as const)('refuses a %s whose bounds are the wrong way round', (option) => {
    expect(() => infer({ [option]: [1.2, 0.8] }, { range: '0..1' })).toThrow(
      expect.objectContaining({
        code: 'EXPGRAPH_IMAGES_INTERVAL',
        message: `${option} is [1.2, 0.8]: the first is above the second.`,
        at: { config: [option] },
      }),
    );
  });
});
