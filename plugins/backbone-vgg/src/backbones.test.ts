import { backbone } from '@expgraph/model-io/backbones';
import { backboneSuite } from '@expgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vgg } from './vgg.js';

const nodes = {
  VGG16: backbone(vgg('vgg16')),
  VGG19: backbone(vgg('vgg19')),
};

backboneSuite(
  { afterAll, beforeAll, describe, it },
  {
    title: 'VGG backbones',
    nodes,
    golden: new URL('../fixtures/golden.json', import.meta.url),
    goldenLarge: new URL('../fixtures/golden-large.json', import.meta.url),
    live: [{ keras: 'VGG16', config: { inputSize: [32, 48] } }],
  },
);

describe('VGG backbones with their top', () => {
  it('reject, before a run, images of another size than the weights of the top', () => {
    const config = { inputSize: [256, 224], includeTop: true, classes: 1000, weights: 'imagenet' };
    expect(() => nodes.VGG16.infer?.({ inputs: {}, config } as never, {} as never)).toThrow(
      'inputSize is [256, 224], expected [224, 224] for the weights "imagenet".',
    );
  });
});
