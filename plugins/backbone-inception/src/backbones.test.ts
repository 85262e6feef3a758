import { readFile } from 'node:fs/promises';
import { backbone } from '@expgraph/tensorflow/backbones';
import { type KerasBackbone, testBackbone, testBackboneInKeras } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { inceptionV3 } from './inception-v3.js';

const nodes = {
  InceptionV3: backbone(inceptionV3),
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
})[] = [{ keras: 'InceptionV3', config: { inputSize: [171, 139] } }];

describe('Inception backbones', () => {
  it.each(golden)(
    `have the layers, parameters and outputs of Keras: ${title}`,
    async (expected) => {
      await expect(testBackbone(nodes[expected.keras], expected)).resolves.toBeUndefined();
    },
    10 * MINUTES,
  );
});

describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('Inception backbones, against Keras itself', async () => {
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
