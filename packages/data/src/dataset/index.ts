export { apportion } from './apportion.js';
export { DerivedDataset } from './derived-dataset.js';
export { ReusedFloats, type TakenFloats } from './reused-floats.js';
export { selectLabels } from './select-labels.js';
