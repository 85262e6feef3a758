import { backbone } from '@expgraph/model-io/backbones';
import { plugin } from '@expgraph/sdk';
import { efficientNet } from './efficientnet.js';
import { efficientNetLite } from './efficientnet-lite.js';
import { efficientNetV2 } from './efficientnet-v2.js';

export { efficientNet, efficientNetLite, efficientNetV2 };

const scales = ['b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7'] as const;
const lites = ['lite0', 'lite1', 'lite2', 'lite3', 'lite4'] as const;
const variants = ['b0', 'b1', 'b2', 'b3', 's', 'm', 'l'] as const;

export default plugin({
  name: 'backbone-efficientnet',
  nodes: [
    ...scales.map((scale) => backbone(efficientNet(scale))),
    ...lites.map((scale) => backbone(efficientNetLite(scale))),
    ...variants.map((variant) => backbone(efficientNetV2(variant))),
  ],
});
