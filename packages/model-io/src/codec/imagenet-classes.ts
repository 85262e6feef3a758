import { readFileSync } from 'node:fs';

/**
 * The names of ImageNet's 1,000 classes (Russakovsky et al., 2015, arXiv:1409.0575), in the order of the outputs of published
 * networks. Written by `scripts/imagenet-classes.mjs`.
 */
export const IMAGENET_CLASSES: readonly string[] = JSON.parse(
  readFileSync(new URL('../../data/imagenet-classes.json', import.meta.url), 'utf8'),
);
