import { plugin } from '@expgraph/sdk';
import { MobileNetV2 } from './mobilenet-v2.js';

export { MobileNetV2 };

export default plugin({ name: 'backbone-mobilenet', nodes: [MobileNetV2] });
