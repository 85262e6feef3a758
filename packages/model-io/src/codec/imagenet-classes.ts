import { readFileSync } from 'node:fs';

/**
 * Names of the 1,000 ImageNet classes (Russakovsky et al., 2015, arXiv:1409.0575) in the output order of published
 * networks. Written by `scripts/imagenet-classes.mjs`.
 */
export const IMAGENET_CLASSES: readonly string[] = JSON.parse(
  readFileSync(new URL('../../data/imagenet-classes.json', import.meta.url), 'utf8'),
);
