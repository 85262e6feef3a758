import { plugin } from '@expgraph/sdk';
import { backbone } from '@expgraph/tensorflow/backbones';
import { efficientNet } from './efficientnet.js';
import { efficientNetV2 } from './efficientnet-v2.js';

export { efficientNet, efficientNetV2 };

const scales = ['b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7'] as const;
const variants = ['b0', 'b1', 'b2', 'b3', 's'] as const;

export default plugin({
  name: 'backbone-efficientnet',
  nodes: [
    ...scales.map((scale) => backbone(efficientNet(scale))),
    ...variants.map((variant) => backbone(efficientNetV2(variant))),
  ],
});
