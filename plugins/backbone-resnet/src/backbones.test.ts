import { readFile } from 'node:fs/promises';
import { backbone } from '@expgraph/tensorflow/backbones';
import { type KerasBackbone, testBackbone, testBackboneInKeras } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { resnet, resnetV2 } from './resnet.js';

const nodes = {
  ResNet50: backbone(resnet(50)),
  ResNet101: backbone(resnet(101)),
  ResNet152: backbone(resnet(152)),
  ResNet50V2: backbone(resnetV2(50)),
  ResNet101V2: backbone(resnetV2(101)),
  ResNet152V2: backbone(resnetV2(152)),
};
type Case = KerasBackbone & { readonly keras: keyof typeof nodes };

const read = async (name: string) =>
  JSON.parse(await readFile(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')) as Case[];
const golden = await read('golden');
const title = '$keras $config';
const MINUTES = 60_000;

/** Of two small images, batch normalisation sees two pixels a channel at the end: a step of training would be rounding. No dropout. */
const live: readonly (Pick<Case, 'keras' | 'config' | 'gain'> & {
  readonly config: Readonly<Record<string, unknown>>;
})[] = [
  { keras: 'ResNet50', config: { inputSize: [128, 96], pooling: 'avg' } },
  { keras: 'ResNet50V2', config: { inputSize: [128, 96], pooling: 'avg' } },
];

describe('ResNet backbones', () => {
  it.each(golden)(
    `have the layers, parameters and outputs of Keras: ${title}`,
    async (expected) => {
      await expect(testBackbone(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );
});

describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('ResNet backbones, against Keras itself', async () => {
  it.each(await read('golden-large'))(
    `have the layers, parameters and outputs of Keras: ${title}`,
    async (expected) => {
      await expect(testBackbone(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );

  it.each(live)(
    `read what Keras writes, and train as it does: ${title}`,
    async (expected) => {
      await expect(testBackboneInKeras(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );
});
