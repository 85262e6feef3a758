import { readFile } from 'node:fs/promises';
import { backbone } from '@expgraph/tensorflow/backbones';
import { type KerasBackbone, testBackbone, testBackboneInKeras } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { efficientNet } from './efficientnet.js';
import { efficientNetV2 } from './efficientnet-v2.js';

const nodes = {
  EfficientNetB0: backbone(efficientNet('b0')),
  EfficientNetB1: backbone(efficientNet('b1')),
  EfficientNetB2: backbone(efficientNet('b2')),
  EfficientNetB3: backbone(efficientNet('b3')),
  EfficientNetB4: backbone(efficientNet('b4')),
  EfficientNetB5: backbone(efficientNet('b5')),
  EfficientNetB6: backbone(efficientNet('b6')),
  EfficientNetB7: backbone(efficientNet('b7')),
  EfficientNetV2B0: backbone(efficientNetV2('b0')),
  EfficientNetV2B1: backbone(efficientNetV2('b1')),
  EfficientNetV2B2: backbone(efficientNetV2('b2')),
  EfficientNetV2B3: backbone(efficientNetV2('b3')),
  EfficientNetV2S: backbone(efficientNetV2('s')),
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
  { keras: 'EfficientNetB0', config: { inputSize: [128, 128], pooling: 'avg', dropConnectRate: 0 }, gain: 0.6 },
  { keras: 'EfficientNetV2B0', config: { inputSize: [128, 128], pooling: 'avg', dropConnectRate: 0 }, gain: 0.6 },
];

describe('EfficientNet backbones', () => {
  it.each(golden)(
    `have the layers, parameters and outputs of Keras: ${title}`,
    async (expected) => {
      await expect(testBackbone(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );
});

describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('EfficientNet backbones, against Keras itself', async () => {
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
