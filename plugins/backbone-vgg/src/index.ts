import { plugin } from '@expgraph/sdk';
import { backbone } from '@expgraph/tensorflow/backbones';
import { vgg } from './vgg.js';

export { vgg };

export default plugin({ name: 'backbone-vgg', nodes: [backbone(vgg('vgg16')), backbone(vgg('vgg19'))] });
