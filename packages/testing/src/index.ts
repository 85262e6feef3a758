export { type MlflowServer, startMlflowServer } from './mlflow-server.js';
export { pythonEnvironment } from './python-environment.js';
