import { batches, jsonNumber, type LogBatch, safeKey } from './batches.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { MlflowError } from './mlflow-error.js';
import type { Experiment, Metric, Run, RunStatus, Tag } from './types.js';

/** A typed client for MLflow's tracking REST API (`/api/2.0`, MLflow 2.x and 3.x). */
export class MlflowClient {
  private readonly connection: Connection;

  constructor(options: ConnectionOptions) {
    this.connection = new Connection(options);
  }

  /** Returns the experiment with a name, or undefined. */
  async experimentByName(name: string): Promise<Experiment | undefined> {
    try {
      const path = '/mlflow/experiments/get-by-name';
      const answer = await this.connection.json<{ experiment: Experiment }>('GET', path, { experiment_name: name });
      return answer.experiment;
    } catch (error) {
      if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
      throw error;
    }
  }

  /** Returns the id of the experiment with a name. Creates or restores the experiment if needed. */
  async ensureExperiment(name: string): Promise<string> {
    const existing = await this.experimentByName(name);
    if (existing?.lifecycle_stage === 'deleted') {
      await this.connection.json('POST', '/mlflow/experiments/restore', { experiment_id: existing.experiment_id });
    }
    if (existing) return existing.experiment_id;
    try {
      const path = '/mlflow/experiments/create';
      return (await this.connection.json<{ experiment_id: string }>('POST', path, { name })).experiment_id;
    } catch (error) {
      // Another run of the experiment created it first.
      const raced = error instanceof MlflowError && error.code === 'RESOURCE_ALREADY_EXISTS';
      const other = raced ? await this.experimentByName(name) : undefined;
      if (other) return other.experiment_id;
      throw error;
    }
  }

  /** Starts a run. `startTime` is in milliseconds since 1970. */
  async createRun(experimentId: string, name: string, startTime: number, tags: readonly Tag[] = []): Promise<Run> {
    const body = { experiment_id: experimentId, run_name: name, start_time: startTime, tags };
    return (await this.connection.json<{ run: Run }>('POST', '/mlflow/runs/create', body)).run;
  }

  async updateRun(runId: string, status: RunStatus, endTime?: number): Promise<void> {
    await this.connection.json('POST', '/mlflow/runs/update', { run_id: runId, status, end_time: endTime });
  }

  async run(runId: string): Promise<Run> {
    return (await this.connection.json<{ run: Run }>('GET', '/mlflow/runs/get', { run_id: runId })).run;
  }

  /** Logs any number of params, tags and metrics, in as many calls as MLflow's limits require. */
  async log(runId: string, content: LogBatch): Promise<void> {
    for (const batch of batches(content)) {
      await this.connection.json('POST', '/mlflow/runs/log-batch', {
        run_id: runId,
        params: batch.params?.map((param) => ({ ...param, key: safeKey(param.key) })),
        tags: batch.tags,
        metrics: batch.metrics?.map((metric) => ({
          ...metric,
          key: safeKey(metric.key),
          value: jsonNumber(metric.value),
        })),
      });
    }
  }

  /** Returns every value of a metric, in the order of logging. */
  async metricHistory(runId: string, key: string): Promise<readonly Metric[]> {
    const history: Metric[] = [];
    let token: string | undefined;
    do {
      const page: Record<string, string> = { run_id: runId, metric_key: key, ...(token ? { page_token: token } : {}) };
      const path = '/mlflow/metrics/get-history';
      const answer = await this.connection.json<{ metrics?: Metric[]; next_page_token?: string }>('GET', path, page);
      history.push(...(answer.metrics ?? []));
      token = answer.next_page_token;
    } while (token);
    return history;
  }

  /** Uploads a file as an artifact of a run. The server must serve artifacts (its default). */
  async uploadArtifact(run: Run, path: string, content: Uint8Array): Promise<void> {
    const body = new Uint8Array(content);
    await this.connection.send('PUT', artifactAddress(run, path), { body });
  }

  async downloadArtifact(run: Run, path: string): Promise<Uint8Array> {
    const response = await this.connection.send('GET', artifactAddress(run, path));
    return new Uint8Array(await response.arrayBuffer());
  }
}

function artifactAddress(run: Run, path: string): string {
  const { artifact_uri } = run.info;
  const root = /^mlflow-artifacts:\/(?:\/[^/]*)?\/?(.*)$/.exec(artifact_uri)?.[1];
  if (root === undefined) {
    throw new MlflowError(
      `The artifacts of the run are at ${artifact_uri}, which this client cannot write. Start the server with --serve-artifacts.`,
      'ARTIFACTS_NOT_SERVED',
    );
  }
  const encoded = `${root}/${path}`.split('/').map(encodeURIComponent).join('/');
  return `/api/2.0/mlflow-artifacts/artifacts/${encoded}`;
}
