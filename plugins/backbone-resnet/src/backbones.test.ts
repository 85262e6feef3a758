import { backbone } from '@expgraph/model-io/backbones';
import { backboneSuite } from '@expgraph/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { resnet, resnetV2 } from './resnet.js';

const nodes = {
  ResNet50: backbone(resnet(50)),
  ResNet101: backbone(resnet(101)),
  ResNet152: backbone(resnet(152)),
  ResNet50V2: backbone(resnetV2(50)),
  ResNet101V2: backbone(resnetV2(101)),
  ResNet152V2: backbone(resnetV2(152)),
};

backboneSuite(
  { afterAll, beforeAll, describe, it },
  {
    title: 'ResNet backbones',
    nodes,
    golden: new URL('../fixtures/golden.json', import.meta.url),
    goldenLarge: new URL('../fixtures/golden-large.json', import.meta.url),
    live: [
      { keras: 'ResNet50', config: { inputSize: [128, 96], pooling: 'avg' } },
      { keras: 'ResNet50V2', config: { inputSize: [128, 96], pooling: 'avg' } },
    ],
  },
);
