export { type BackboneSuite, backboneSuite, type SuiteRunner } from './backbone-suite.js';
export { createComponent } from './create-component.js';
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
export { testCallback } from './test-callback.js';
export { testDataset } from './test-dataset.js';
export { type LayerCase, testLayer } from './test-layer.js';
export { testLoss } from './test-loss.js';
export { testNode } from './test-node.js';
export { testOptimizer } from './test-optimizer.js';
export { testSchedule } from './test-schedule.js';
