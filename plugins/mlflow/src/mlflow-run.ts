import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { RunEvent } from '@expgraph/sdk';
import type { Metric, MlflowClient, Param, Run, Tag } from 'mlflow-js-client';
import { filesBelow } from './files-below.js';
import { flatten } from './flatten.js';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** Creates the run in the MLflow experiment with the `name` of the YAML file. */
export async function createRun(client: MlflowClient, { run, time }: EventOf<'run-started'>): Promise<Run> {
  const experiment = await client.ensureExperiment(run.experiment);
  const tags: Tag[] = [
    { key: 'expgraph.run_id', value: run.id },
    { key: 'mlflow.source.name', value: run.file },
    { key: 'mlflow.source.type', value: 'LOCAL' },
    { key: 'mlflow.user', value: userInfo().username },
  ];
  return client.createRun(experiment, run.id, time, tags);
}

/** Sends the params of the experiment, and the planned action of each node as tags. */
export async function sendStart(client: MlflowClient, { info }: Run, started: EventOf<'run-started'>): Promise<void> {
  const { run, nodes } = started;
  const tags = nodes.map((node) => ({ key: `expgraph.node.${node.id}`, value: `${node.action}: ${node.reason}` }));
  const params = [{ key: 'seed', value: String(run.seed) }, ...toParams(flatten(run.params))];
  await client.log(info.run_id, { params, tags });
}

/** Sends the params and metrics of several events in as few requests as MLflow allows. */
export async function sendValues(client: MlflowClient, run: Run, events: readonly RunEvent[]): Promise<void> {
  const params = events.flatMap((event) => (event.type === 'params' ? toParams(event.params, event.node) : []));
  const metrics = events.flatMap((event) => (event.type === 'metrics' ? toMetrics(event) : []));
  await client.log(run.info.run_id, { params, metrics });
}

export async function sendStatus(
  client: MlflowClient,
  run: Run,
  { status, time }: EventOf<'run-finished'>,
): Promise<void> {
  const names = { finished: 'FINISHED', failed: 'FAILED', killed: 'KILLED' } as const;
  await client.updateRun(run.info.run_id, names[status], time);
}

/** Uploads a file, or the files of a folder. `onSkipped` receives a line about unreadable files. */
export async function sendArtifact(
  client: MlflowClient,
  run: Run,
  { path, name }: EventOf<'artifact'>,
  onSkipped: (line: string) => void,
): Promise<void> {
  for (const file of await filesBelow(path, onSkipped)) {
    const target = file.relative === '' ? name || basename(path) : `${name}/${file.relative}`;
    await client.uploadArtifact(run, target, await readFile(file.path));
  }
}

const toParams = (values: Readonly<Record<string, string | number | boolean>>, prefix?: string): Param[] =>
  Object.entries(values).map(([key, value]) => ({ key: prefix ? `${prefix}/${key}` : key, value: String(value) }));

const toMetrics = ({ node, metrics, time: timestamp, step = 0 }: EventOf<'metrics'>): Metric[] =>
  Object.entries(metrics).map(([key, value]) => ({ key: `${node}/${key}`, value, timestamp, step }));
