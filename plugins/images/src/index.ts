import { ImageFormats, plugin } from '@expgraph/sdk';
import { Augment } from './augment.js';
import { ContactSheet } from './contact-sheet.js';
import { LoadImages } from './load-images.js';
import { MixImages } from './mix-images.js';
import { SharpFormats } from './sharp-formats.js';
import { Standardize } from './standardize.js';

export { Augment, ContactSheet, LoadImages, MixImages, Standardize };
export default plugin({
  name: 'images',
  nodes: [LoadImages, Augment, MixImages, Standardize, ContactSheet],
  services: ({ bind }) => {
    bind(ImageFormats).to(SharpFormats).inTransientScope();
  },
});
