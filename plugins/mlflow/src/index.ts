import { type ListenerContext, plugin, type RunListener } from '@expgraph/sdk';

/** Mirrors runs in MLflow if `MLFLOW_TRACKING_URI` is set. */
async function mlflowListener(context: ListenerContext): Promise<RunListener | undefined> {
  const { MLFLOW_TRACKING_URI, MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD } =
    process.env;
  if (!MLFLOW_TRACKING_URI) return undefined;
  if (!/^https?:\/\//.test(MLFLOW_TRACKING_URI)) {
    context.notice(
      'warning',
      `MLflow: MLFLOW_TRACKING_URI is "${MLFLOW_TRACKING_URI}", expected the URL of a server, for example ` +
        'http://127.0.0.1:5000. Start one with: mlflow server --backend-store-uri sqlite:///mlflow.db',
    );
    return undefined;
  }
  const [{ MlflowClient }, { MlflowListener }] = await Promise.all([
    import('mlflow-js-client'),
    import('./mlflow-listener.js'),
  ]);
  const client = new MlflowClient({
    trackingUri: MLFLOW_TRACKING_URI,
    token: MLFLOW_TRACKING_TOKEN,
    username: MLFLOW_TRACKING_USERNAME,
    password: MLFLOW_TRACKING_PASSWORD,
  });
  return new MlflowListener(client, MLFLOW_TRACKING_URI.replace(/\/+$/, ''), context);
}

export default plugin({ name: 'mlflow', listeners: [mlflowListener] });
