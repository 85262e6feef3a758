import { ImageFormats, plugin } from '@expgraph/sdk';
import { Augment } from './augment.js';
import { LoadImages } from './load-images.js';
import { SharpFormats } from './sharp-formats.js';
import { Split } from './split.js';

export { Augment, LoadImages, Split };
export default plugin({
  name: 'images',
  nodes: [LoadImages, Split, Augment],
  services: ({ bind }) => {
    bind(ImageFormats).to(SharpFormats).inTransientScope();
  },
});
