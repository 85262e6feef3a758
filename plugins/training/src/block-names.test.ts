import { readFileSync } from 'node:fs';
import type { LayerSpec } from '@expgraph/sdk';
import { expect, it } from 'vitest';
import { blockNames } from './block-names.js';

const keras = JSON.parse(readFileSync(new URL('../fixtures/keras-layers.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;
const layersOf = (list: string): LayerSpec[] =>
  list.split(/\s+/).map((layer) => {
    const [name, kind = 'Conv2D'] = layer.split(':');
    return { name, kind };
  });

/** Returns blocks in order with their number of layers; a block with several parts is listed several times. */
function stretches(layers: readonly LayerSpec[]): string[] {
  const counted: [string, number][] = [];
  for (const block of blockNames(layers)) {
    const last = counted.at(-1);
    if (last && last[0] === block) last[1] += 1;
    else counted.push([String(block), 1]);
  }
  return counted.map(([block, count]) => `${block} ${count}`);
}

const numbered = (count: number, name: (number: number) => string) =>
  Array.from({ length: count }, (_, index) => name(index + 1));
const stages = (...counts: number[]) =>
  counts.flatMap((count, stage) => numbered(count, (block) => `conv${stage + 2}_block${block}`));
const lettered = (...counts: number[]) =>
  counts.flatMap((count, stage) => numbered(count, (block) => `block${stage + 1}${String.fromCharCode(96 + block)}`));

const BLOCKS: Record<string, readonly string[]> = {
  VGG16: numbered(5, (block) => `block${block}`),
  VGG19: numbered(5, (block) => `block${block}`),
  ResNet50: stages(3, 4, 6, 3),
  ResNet101: stages(3, 4, 23, 3),
  ResNet50V2: stages(3, 4, 6, 3),
  MobileNet: numbered(13, (block) => `block_${block}`),
  MobileNetV2: ['expanded_conv', ...numbered(16, (block) => `block_${block}`)],
  MobileNetV3Small: ['expanded_conv', ...numbered(10, (block) => `expanded_conv_${block}`)],
  MobileNetV3Large: ['expanded_conv', ...numbered(14, (block) => `expanded_conv_${block}`)],
  EfficientNetB0: lettered(1, 2, 2, 3, 3, 4, 1),
  EfficientNetV2B0: lettered(1, 2, 2, 3, 5, 8),
  InceptionV3: numbered(11, (block) => `mixed${block - 1}`),
  Xception: numbered(14, (block) => `block${block}`),
  DenseNet121: stages(6, 12, 24, 16),
};

it.each(Object.keys(keras))('finds the blocks of %s', (name) => {
  const blocks = stretches(layersOf(keras[name])).map((stretch) => stretch.split(' ')[0]);
  expect(blocks.filter((block) => !['stem', 'top', 'head'].includes(block))).toEqual(BLOCKS[name]);
  expect(blocks[0]).toBe('stem');
  expect(blocks.at(-1)).toBe('head');
});

it('finds the first and last blocks of each family', () => {
  expect(stretches(layersOf(keras.VGG16))).toEqual([
    'stem 1',
    'block1 3',
    'block2 3',
    'block3 4',
    'block4 4',
    'block5 4',
    'head 4',
  ]);
  const inception = stretches(layersOf(keras.InceptionV3));
  // The stem has five convolutions with normalization and activation, two poolings, and the input.
  expect([inception[0], inception[8], inception.at(-1)]).toEqual(['stem 18', 'mixed7 32', 'head 2']);
  expect(stretches(layersOf(keras.ResNet50V2)).slice(-2)).toEqual(['top 2', 'head 2']);
  expect(stretches(layersOf(keras.MobileNetV2)).slice(-2)).toEqual(['top 3', 'head 2']);
});

it('assigns layers with other names to the preceding block, but not to a custom head', () => {
  const list = 'input block1_conv conv2d:Conv2D add:Add block2_conv relu:ReLU flatten:Flatten dense:Dense';
  expect(blockNames(layersOf(list))).toEqual(['stem', 'block1', 'block1', 'block1', 'block2', 'top', 'head', 'head']);
});

it('supports the slashes of earlier Keras versions', () => {
  expect(blockNames(layersOf('expanded_conv/depthwise expanded_conv_1/expand'))).toEqual([
    'expanded_conv',
    'expanded_conv_1',
  ]);
});

it('finds no blocks in other layer names', () => {
  expect(blockNames(layersOf('input conv1 conv2 flatten:Flatten predictions:Dense'))).toEqual(Array(5).fill(undefined));
});
