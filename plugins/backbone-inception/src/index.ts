import { backbone } from '@expgraph/model-io/backbones';
import { plugin } from '@expgraph/sdk';
import { inceptionV3 } from './inception-v3.js';

export { inceptionV3 };

export default plugin({ name: 'backbone-inception', nodes: [backbone(inceptionV3)] });
