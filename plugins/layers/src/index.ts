import { plugin } from '@expgraph/sdk';
import { ClassifierHead } from './classifier-head.js';

export { ClassifierHead };

export default plugin({ name: 'layers', nodes: [ClassifierHead] });
