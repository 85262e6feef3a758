import { backbone } from '@expgraph/model-io/backbones';
import { plugin } from '@expgraph/sdk';
import { vgg } from './vgg.js';

export { vgg };

export default plugin({ name: 'backbone-vgg', nodes: [backbone(vgg('vgg16')), backbone(vgg('vgg19'))] });
