export { type Architecture, backbone, type WeightReader } from './backbone.js';
export type { BackboneConfig } from './backbone-options.js';
export { Blueprint, type Features } from './blueprint.js';
export { kerasVariant, kerasWeights } from './keras-weights.js';
export { classify, POOL_NAMES, pool } from './top.js';
export type { OptionLimits } from './weights-source.js';
