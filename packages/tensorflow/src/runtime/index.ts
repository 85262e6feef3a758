export { type Finding, inspectBackend } from './inspect-backend.js';
export {
  type BackendChoice,
  type BackendReport,
  type SkippedStep,
  type StartOptions,
  startBackend,
} from './start-backend.js';
