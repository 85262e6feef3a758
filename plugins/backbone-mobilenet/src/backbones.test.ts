import { backbone } from '@expgraph/model-io/backbones';
import { backboneSuite, testNode } from '@expgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mobileNet } from './mobilenet.js';
import { mobileNetV2 } from './mobilenet-v2.js';
import { mobileNetV3 } from './mobilenet-v3.js';

const nodes = {
  MobileNet: backbone(mobileNet),
  MobileNetV2: backbone(mobileNetV2),
  MobileNetV3Small: backbone(mobileNetV3('small')),
  MobileNetV3Large: backbone(mobileNetV3('large')),
};

backboneSuite(
  { afterAll, beforeAll, describe, it },
  {
    title: 'MobileNet backbones',
    nodes,
    golden: new URL('../fixtures/golden.json', import.meta.url),
    live: [
      { keras: 'MobileNet', config: { inputSize: [128, 96], alpha: 0.5, pooling: 'avg' } },
      { keras: 'MobileNetV2', config: { inputSize: [64, 64], alpha: 1.4 } },
      { keras: 'MobileNetV3Small', config: { inputSize: [128, 128] } },
      { keras: 'MobileNetV3Large', config: { inputSize: [128, 96], alpha: 0.75, pooling: 'avg' } },
    ],
  },
);

describe('backbones', () => {
  it('fulfill the node contract', async () => {
    // All architectures share one node class.
    const Backbone = nodes.MobileNetV3Small;
    const config = { inputSize: [32, 32] } as object;
    await expect(testNode(Backbone, { inputs: {}, config })).resolves.toBeUndefined();
  }, 600_000);
});
