export { type BackboneSuite, backboneSuite, type SuiteRunner } from './backbone-suite.js';
export { noise, setFormulaWeights } from './formula-weights.js';
export { type MemoryDatasetOptions, memoryDataset } from './memory-dataset.js';
export { type MlflowServer, startMlflowServer } from './mlflow-server.js';
export { pythonEnvironment } from './python-environment.js';
export { completeConfig, type NodeRun, type RunNodeOptions, runNode } from './run-node.js';
export {
  MemoryArtifactStore,
  QuietProgress,
  RecordingLogger,
  RecordingTracker,
  TemporaryFiles,
  TemporaryFolders,
} from './services.js';
export {
  compareNumbers,
  type KerasBackbone,
  outputsFor,
  type SampledNumbers,
  testBackbone,
} from './test-backbone.js';
export { type KerasCase, testBackboneInKeras, writeWithKeras } from './test-backbone-in-keras.js';
export { testNode } from './test-node.js';
