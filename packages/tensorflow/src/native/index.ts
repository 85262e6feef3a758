export { type ImageChanges, imageChanges, type NativeChange, type NativeColourStep } from './image-changes.js';
export { type ImageFiles, imageFiles } from './image-files.js';
export { type Finding, inspectBackend } from './inspect-backend.js';
export { SetUpError } from './set-up-error.js';
export type { SetUpProgress } from './set-up-progress.js';
export {
  type BackendChoice,
  type BackendReport,
  type SkippedStep,
  type StartOptions,
  startBackend,
} from './start-backend.js';
export {
  type FoundWords,
  type NumberRows,
  type WordNumbers,
  type WordNumbersOptions,
  wordNumbers,
} from './word-numbers.js';
