import { backbone } from '@expgraph/model-io/backbones';
import { plugin } from '@expgraph/sdk';
import { resnet, resnetV2 } from './resnet.js';

export { resnet, resnetV2 };

const depths = [50, 101, 152] as const;

export default plugin({
  name: 'backbone-resnet',
  nodes: [...depths.map((depth) => backbone(resnet(depth))), ...depths.map((depth) => backbone(resnetV2(depth)))],
});
