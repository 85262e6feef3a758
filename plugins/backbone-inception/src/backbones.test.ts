import { backbone } from '@expgraph/model-io/backbones';
import { backboneSuite } from '@expgraph/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { inceptionV3 } from './inception-v3.js';

const nodes = {
  InceptionV3: backbone(inceptionV3),
};

backboneSuite(
  { afterAll, beforeAll, describe, it },
  {
    title: 'Inception backbones',
    nodes,
    golden: new URL('../fixtures/golden.json', import.meta.url),
    goldenLarge: new URL('../fixtures/golden-large.json', import.meta.url),
    live: [{ keras: 'InceptionV3', config: { inputSize: [171, 139] } }],
  },
);
