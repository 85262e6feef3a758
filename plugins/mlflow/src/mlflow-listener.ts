import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { ListenerContext, RunEvent, RunInfo, RunListener } from '@expgraph/sdk';
import type { MlflowClient, Param, Run, Tag } from 'mlflow-js-client';
import { filesBelow } from './files-below.js';
import { flatten } from './flatten.js';

type Started = Extract<RunEvent, { type: 'run-started' }>;

/**
 * Mirrors a run in MLflow: the YAML's `name` is the MLflow experiment, the run is an MLflow run. Requests go out one after
 * the other behind the run's back; when the server stays away, the rest is dropped with one notice and training goes on.
 * All of it is in the run's journal too.
 */
export class MlflowListener implements RunListener {
  private work: Promise<void> = Promise.resolve();
  private run: Promise<Run> | undefined;
  private lost = false;

  constructor(
    private readonly client: MlflowClient,
    private readonly trackingUri: string,
    private readonly context: ListenerContext,
  ) {}

  handle(event: RunEvent): void {
    if (event.type === 'progress' || this.lost) return;
    this.work = this.work.then(() => this.send(event)).catch((error: Error) => this.giveUp(error));
  }

  async close(): Promise<void> {
    await this.work;
  }

  private giveUp(error: Error): void {
    if (this.lost) return;
    this.lost = true;
    this.context.notice('warning', `MLflow: ${error.message} The run goes on without it; its journal has everything.`);
  }

  private async send(event: RunEvent): Promise<void> {
    if (this.lost) return;
    if (event.type === 'run-started') return this.start(event);
    const run = await this.run;
    if (!run) return;
    const { run_id } = run.info;
    if (event.type === 'params') {
      await this.client.log(run_id, { params: toParams(event.params, event.node) });
    } else if (event.type === 'metrics') {
      const { time: timestamp, step = 0, node } = event;
      const metrics = Object.entries(event.metrics).map(([key, value]) => ({
        key: `${node}/${key}`,
        value,
        timestamp,
        step,
      }));
      await this.client.log(run_id, { metrics });
    } else if (event.type === 'artifact') {
      await this.upload(run, event.path, event.name);
    } else if (event.type === 'run-finished') {
      const status = { finished: 'FINISHED', failed: 'FAILED', killed: 'KILLED' } as const;
      await this.client.updateRun(run_id, status[event.status], event.time);
    }
  }

  private async start({ run, nodes, time }: Started): Promise<void> {
    this.run = this.create(run, time);
    const { info } = await this.run;
    const actions = nodes.map((node) => ({ key: `expgraph.node.${node.id}`, value: `${node.action}: ${node.reason}` }));
    const params = [{ key: 'seed', value: String(run.seed) }, ...toParams(flatten(run.params))];
    await this.client.log(info.run_id, { params, tags: actions });
    const address = `${this.trackingUri}/#/experiments/${info.experiment_id}/runs/${info.run_id}`;
    this.context.notice('info', `MLflow: ${address}`);
  }

  private async create(run: RunInfo, time: number): Promise<Run> {
    const experiment = await this.client.ensureExperiment(run.experiment);
    const tags: Tag[] = [
      { key: 'expgraph.run_id', value: run.id },
      { key: 'mlflow.source.name', value: run.file },
      { key: 'mlflow.source.type', value: 'LOCAL' },
      { key: 'mlflow.user', value: userInfo().username },
    ];
    return this.client.createRun(experiment, run.id, time, tags);
  }

  private async upload(run: Run, path: string, name: string): Promise<void> {
    for (const file of await filesBelow(path)) {
      const target = file.relative === '' ? name || basename(path) : `${name}/${file.relative}`;
      await this.client.uploadArtifact(run, target, await readFile(file.path));
    }
  }
}

const toParams = (values: Readonly<Record<string, string | number | boolean>>, prefix?: string): Param[] =>
  Object.entries(values).map(([key, value]) => ({ key: prefix ? `${prefix}/${key}` : key, value: String(value) }));
