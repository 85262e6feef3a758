export { cloneModel, disposeModel, namedWeights } from './clone-model.js';
export { IMAGENET_CLASSES } from './imagenet-classes.js';
export { modelCodec } from './model-codec.js';
