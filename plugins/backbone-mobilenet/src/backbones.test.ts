import { readFile } from 'node:fs/promises';
import { backbone } from '@expgraph/tensorflow/backbones';
import { type KerasBackbone, testBackbone, testBackboneInKeras, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { mobileNet } from './mobilenet.js';
import { mobileNetV2 } from './mobilenet-v2.js';
import { mobileNetV3 } from './mobilenet-v3.js';

const nodes = {
  MobileNet: backbone(mobileNet),
  MobileNetV2: backbone(mobileNetV2),
  MobileNetV3Small: backbone(mobileNetV3('small')),
  MobileNetV3Large: backbone(mobileNetV3('large')),
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
  { keras: 'MobileNet', config: { inputSize: [128, 96], alpha: 0.5, pooling: 'avg' } },
  { keras: 'MobileNetV2', config: { inputSize: [64, 64], alpha: 1.4 } },
  { keras: 'MobileNetV3Small', config: { inputSize: [128, 128] } },
  { keras: 'MobileNetV3Large', config: { inputSize: [128, 96], alpha: 0.75, pooling: 'avg' } },
];

describe('MobileNet backbones', () => {
  it.each(golden)(
    `have the layers, parameters and outputs of Keras: ${title}`,
    async (expected) => {
      await expect(testBackbone(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );

  it(
    'keep the contract of nodes',
    async () => {
      // One class is the node of every architecture.
      const Backbone = nodes.MobileNetV3Small;
      const config = { inputSize: [32, 32] } as object;
      await expect(testNode(Backbone, { inputs: {}, config })).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );
});

describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('MobileNet backbones, against Keras itself', async () => {
  it.each(live)(
    `read what Keras writes, and train as it does: ${title}`,
    async (expected) => {
      await expect(testBackboneInKeras(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );
});
