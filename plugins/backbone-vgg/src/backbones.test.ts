import { readFile } from 'node:fs/promises';
import { backbone } from '@expgraph/tensorflow/backbones';
import { type KerasBackbone, testBackbone, testBackboneInKeras } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { vgg } from './vgg.js';

const nodes = {
  VGG16: backbone(vgg('vgg16')),
  VGG19: backbone(vgg('vgg19')),
};
type Case = KerasBackbone & { readonly keras: keyof typeof nodes };

const read = async (name: string) =>
  JSON.parse(await readFile(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')) as Case[];
const golden = await read('golden');
const title = '$keras $config';
const MINUTES = 60_000;

describe('VGG backbones', () => {
  it.each(golden)(
    `have the layers, parameters and outputs of Keras: ${title}`,
    async (expected) => {
      await expect(testBackbone(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );

  it('know before a run that the weights of the top are for images of one size', () => {
    const config = { inputSize: [256, 224], includeTop: true, classes: 1000, weights: 'imagenet' };
    expect(() => nodes.VGG16.infer?.({ inputs: {}, config } as never)).toThrow(
      'There are no weights "imagenet" of the variant top for 256 x 224.',
    );
  });
});

describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('VGG backbones, against Keras itself', async () => {
  it.each(await read('golden-large'))(
    `have the layers, parameters and outputs of Keras: ${title}`,
    async (expected) => {
      await expect(testBackbone(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );

  it.each(golden)(
    `read what Keras writes, and train as it does: ${title}`,
    async (expected) => {
      await expect(testBackboneInKeras(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );
});
