export { batchNormalization } from './batch-normalization.js';
export { seededDropout, withStepSeed } from './seeded-dropout.js';
