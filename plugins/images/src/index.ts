import { plugin } from '@expgraph/sdk';
import { Augment } from './augment.js';
import { LoadImages } from './load-images.js';

export { Augment, LoadImages };
export default plugin({ name: 'images', nodes: [LoadImages, Augment] });
