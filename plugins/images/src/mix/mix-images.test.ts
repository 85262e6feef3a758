import { SeededRandom } from '@expgraph/core';
import { runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { MemoryDataset } from '../../test/memory-dataset.js';
import { drawBeta } from './draw-mixture.js';
import { MixImages } from './mix-images.js';

const SIZE = [10, 10, 3] as const;
const LENGTH = 300;
const CLASSES = ['a', 'b', 'c'];

/** Image i has level i everywhere, and class i. */
const images = () =>
  new MemoryDataset(
    Float32Array.from({ length: 3 * LENGTH }, (_, index) => Math.floor(index / LENGTH)),
    SIZE,
    Int32Array.of(0, 1, 2),
    CLASSES,
  );

type Config = Parameters<typeof runNode<typeof MixImages>>[1]['config'];

const mixed = async (config: Config) =>
  (await runNode(MixImages, { inputs: { images: images() }, config })).outputs.images;

/** Returns the levels and soft labels of image 0 in many epochs. */
async function manyEpochs(config: Config, epochs = 300) {
  const data = await mixed(config);
  const found: { levels: number[]; targets: number[]; label: number }[] = [];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const { features, targets, labels } = await data.read([0], { epoch });
    found.push({ levels: Array.from(features), targets: Array.from(targets ?? []), label: labels[0] });
  }
  return found;
}

describe('mix-images', () => {
  it('fulfills the contract of nodes', () =>
    testNode(MixImages, { inputs: { images: images() }, config: { mixup: { alpha: 0.2 }, cutmix: { alpha: 1 } } }));

  it('mixes the levels of two images in proportion to their labels', async () => {
    const found = await manyEpochs({ mixup: { alpha: 1 } });
    for (const { levels, targets, label } of found) {
      expect(targets.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      expect(levels[0]).toBeCloseTo(targets[1] + 2 * targets[2], 5);
      expect(new Set(levels).size).toBe(1);
      expect(targets[label]).toBe(Math.max(...targets));
    }
    const own = found.map(({ targets }) => targets[0]);
    // A third of the partners are the image itself; the mean fraction of the others is a half.
    expect(own.reduce((sum, share) => sum + share, 0) / own.length).toBeCloseTo(2 / 3, 1);
  });

  it('pastes a box of another image, and mixes the labels by its area', async () => {
    const found = await manyEpochs({ cutmix: { alpha: 1 } });
    for (const { levels, targets } of found) {
      const shares = [0, 1, 2].map((level) => levels.filter((value) => value === level).length / LENGTH);
      for (const [index, share] of shares.entries()) expect(targets[index]).toBeCloseTo(share, 5);
    }
    const areas = new Set(found.map(({ targets }) => targets[0].toFixed(2)));
    expect(areas.size).toBeGreaterThan(20);
  });

  it('mixes images with the given probability', async () => {
    const found = await manyEpochs({ mixup: { alpha: 1 }, probability: 0.3 }, 600);
    const changed = found.filter(({ targets }) => targets[0] < 1).length / found.length;
    expect(changed).toBeGreaterThan(0.2 - 0.05);
    expect(changed).toBeLessThan(0.2 + 0.05);
  });

  it('returns the same image i of epoch e in any batch', async () => {
    const data = await mixed({ mixup: { alpha: 1 }, cutmix: { alpha: 1 } });
    const all = await data.read([2, 0, 1], { epoch: 4 });
    const alone = await data.read([0], { epoch: 4 });
    expect(Array.from(alone.features)).toEqual(Array.from(all.features.subarray(LENGTH, 2 * LENGTH)));
    expect(Array.from(alone.targets ?? [])).toEqual(Array.from(all.targets?.subarray(3, 6) ?? []));
  });

  it('infers soft labels, and requires mixup or cutmix', () => {
    const inputs = { images: images().spec };
    expect(MixImages.infer({ inputs, config: { mixup: { alpha: 1 }, probability: 1 } }).images.label?.soft).toBe(true);
    expect(() => MixImages.infer({ inputs, config: { probability: 1 } })).toThrow(
      expect.objectContaining({ code: 'EXPGRAPH_IMAGES_NOTHING_TO_MIX' }),
    );
  });

  it.each([0.2, 1, 4])('draws from Beta(%f, %f)', (alpha) => {
    const random = new SeededRandom([5]);
    const draws = Array.from({ length: 20_000 }, () => drawBeta(alpha, random));
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(variance * 4 * (2 * alpha + 1)).toBeCloseTo(1, 1);
  });
});
