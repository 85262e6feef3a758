export { IMAGENET_CLASSES } from './imagenet-classes.js';
export { layerSpecs } from './layer-specs.js';
export { modelCodec } from './model-codec.js';
