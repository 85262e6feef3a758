export { assignWeights } from './assign-weights.js';
export { fromTorch } from './from-torch.js';
export { wrongLayerCount } from './messages.js';
export type { LayerWeights, Weight } from './named-weights.js';
export { readKerasH5 } from './read-keras-h5.js';
export { readTfliteConvolutions, type TfliteConvolution } from './read-tflite.js';
export { readWeights } from './read-weights.js';
export { unfoldBatchNormalization } from './unfold-batch-normalization.js';
