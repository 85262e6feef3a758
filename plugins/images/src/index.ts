import { ImageFormats, plugin } from '@expgraph/sdk';
import { Augment } from './augment/augment.js';
import { ContactSheet } from './contact-sheet/contact-sheet.js';
import { SharpFormats } from './decode/sharp-formats.js';
import { LoadImages } from './load/load-images.js';
import { MixImages } from './mix/mix-images.js';
import { Standardize } from './standardize/standardize.js';

export { Augment, ContactSheet, LoadImages, MixImages, Standardize };
export default plugin({
  name: 'images',
  nodes: [LoadImages, Augment, MixImages, Standardize, ContactSheet],
  services: ({ bind }) => {
    bind(ImageFormats).to(SharpFormats).inTransientScope();
  },
});
