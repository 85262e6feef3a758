export { cloneModel, disposeModel, namedWeights } from './clone-model.js';
export { modelCodec } from './model-codec.js';
