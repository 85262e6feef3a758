import { backbone } from '@expgraph/model-io/backbones';
import { backboneSuite } from '@expgraph/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
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
  EfficientNetV2M: backbone(efficientNetV2('m')),
  EfficientNetV2L: backbone(efficientNetV2('l')),
};

backboneSuite(
  { afterAll, beforeAll, describe, it },
  {
    title: 'EfficientNet backbones',
    nodes,
    golden: new URL('../fixtures/golden.json', import.meta.url),
    goldenLarge: new URL('../fixtures/golden-large.json', import.meta.url),
    live: [
      { keras: 'EfficientNetB0', config: { inputSize: [128, 128], pooling: 'avg', dropConnectRate: 0 }, gain: 0.6 },
      { keras: 'EfficientNetV2B0', config: { inputSize: [128, 128], pooling: 'avg', dropConnectRate: 0 }, gain: 0.6 },
    ],
  },
);
