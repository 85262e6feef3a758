export type { LogBatch } from './batches.js';
export type { ConnectionOptions } from './connection.js';
export { MlflowClient } from './mlflow-client.js';
export { MlflowError } from './mlflow-error.js';
export type { Experiment, Metric, Param, Run, RunInfo, RunStatus, Tag } from './types.js';
