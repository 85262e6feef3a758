export { nvidiaGpus } from './cuda-libraries.js';
export { findCompiler, findPip } from './find-tools.js';
export { installedNative, installNative } from './install-native.js';
export { ADDON, IMAGES, isGpuWanted, MUTE, nativeFolder, nativeRoot, RECURRENT, SESSION } from './native-folder.js';
export { projectAddon } from './project-addon.js';
export { SetUpError } from './set-up-error.js';
export { NO_PROGRESS, type SetUpProgress } from './set-up-progress.js';
export { verifyAddon } from './verify-addon.js';
