export { batchNormalization } from './batch-normalization.js';
export { conv2d } from './conv2d.js';
export { globalAveragePooling2d, globalMaxPooling2d } from './global-pooling.js';
export { gru } from './gru.js';
export { type ActivationName, hardActivations, hardSigmoid, hardSwish } from './hard-activations.js';
export { lstm } from './lstm.js';
export { type NormalizationArguments, normalization } from './normalization.js';
export { reLU } from './relu.js';
export { seededDropout, withStepSeed } from './seeded-dropout.js';
