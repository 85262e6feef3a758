import { backbone } from '@expgraph/model-io/backbones';
import { plugin } from '@expgraph/sdk';
import { mobileNet } from './mobilenet.js';
import { mobileNetV2 } from './mobilenet-v2.js';
import { mobileNetV3 } from './mobilenet-v3.js';

export { mobileNet, mobileNetV2, mobileNetV3 };

export default plugin({
  name: 'backbone-mobilenet',
  nodes: [backbone(mobileNet), backbone(mobileNetV2), backbone(mobileNetV3('small')), backbone(mobileNetV3('large'))],
});
