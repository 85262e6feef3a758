export { type MemoryDatasetOptions, memoryDataset } from './memory-dataset.js';
export { type MlflowServer, startMlflowServer } from './mlflow-server.js';
export { pythonEnvironment } from './python-environment.js';
export { type NodeRun, type RunNodeOptions, runNode } from './run-node.js';
export {
  MemoryArtifactStore,
  QuietProgress,
  RecordingLogger,
  RecordingTracker,
  TemporaryFiles,
  TemporaryFolders,
} from './services.js';
export { testNode } from './test-node.js';
