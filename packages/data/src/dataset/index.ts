export { apportion } from './apportion.js';
export { type BatchOptions, batchSizes, forEachBatch } from './batches.js';
export { DerivedDataset } from './derived-dataset.js';
export { concatenate, joinBatches, padTags } from './join-batches.js';
export { ReusedFloats, type TakenFloats } from './reused-floats.js';
export { selectLabels } from './select-labels.js';
export { SubsetDataset } from './subset-dataset.js';
