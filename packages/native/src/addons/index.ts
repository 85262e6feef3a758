export { ACTIVATION, COLOR_STEP, DATA_TYPE, FILL_MODE, INTERPOLATION, RECURRENT_CELL } from './enums.js';
export { type ImageFiles, imageFiles, loadImageFiles } from './image-files.js';
export { type ImageOps, imageOps, type NativeAugmentation, type NativeColorStep } from './image-ops.js';
export { loadRecurrentOps, recurrentOps } from './recurrent-ops.js';
export {
  type GivenTensor,
  type GraphResult,
  loadSessionAddon,
  type SessionAddon,
  sessionAddon,
} from './session-addon.js';
export { type Binding, loadAddon, type NativeTensor } from './tfjs-binding.js';
export {
  createTokenIdFinder,
  type FoundTokens,
  type TokenIdFinder,
  type TokenIdFinderOptions,
  type TokenIdRows,
} from './token-ids.js';
