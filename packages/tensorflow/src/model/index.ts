export { cloneModel, disposeModel, namedWeights } from './clone-model.js';
