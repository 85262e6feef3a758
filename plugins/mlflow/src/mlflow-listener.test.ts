import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListenerContext, RunEvent, RunEventPayload } from '@expgraph/sdk';
import { type MlflowServer, startMlflowServer } from '@expgraph/testing';
import { MlflowClient } from 'mlflow-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mlflow from './index.js';
import { MlflowListener } from './mlflow-listener.js';

const TIME = 1_700_000_000_000;
const notices: string[] = [];
const context: ListenerContext = { notice: (level, message) => notices.push(`${level}: ${message}`) };
const at = (payload: RunEventPayload): RunEvent => ({ ...payload, time: TIME });

function aRun(artifact: string): RunEvent[] {
  const run = {
    id: 'r1',
    experiment: 'finetune',
    file: 'experiments/finetune.yaml',
    folder: '.expgraph/runs/r1',
    seed: 7,
    params: { epochs: 2, optimizer: { type: 'adam' } },
  };
  const nodes = [
    { id: 'train', type: 'train', action: 'run', reason: 'never ran', fingerprint: 'f', dependsOn: [] },
  ] as const;
  return [
    at({ type: 'run-started', run, nodes }),
    at({ type: 'params', node: 'train', params: { batchSize: 32 } }),
    at({ type: 'metrics', node: 'train', step: 0, metrics: { loss: 2, val_loss: 3 } }),
    at({ type: 'progress', node: 'train', label: 'epoch 1/2', done: 1 }),
    at({ type: 'metrics', node: 'train', step: 1, metrics: { loss: 1, val_loss: 2.5 } }),
    at({ type: 'artifact', name: 'report.html', path: artifact }),
    at({ type: 'run-finished', status: 'finished', milliseconds: 10 }),
  ];
}

describe('MlflowListener', () => {
  let server: MlflowServer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'expgraph-mlflow-test-'));
    await writeFile(join(folder, 'report.html'), '<p>report</p>');
    server = await startMlflowServer();
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('mirrors a run: params, the metrics of each epoch, artifacts, status', async () => {
    const client = new MlflowClient({ trackingUri: server.uri });
    const listener = new MlflowListener(client, server.uri, context);
    for (const event of aRun(join(folder, 'report.html'))) listener.handle(event);
    await listener.close();
    const runId = notices.at(-1)?.split('/').at(-1) ?? '';
    const run = await client.run(runId);
    expect(run.info.status).toBe('FINISHED');
    const params = Object.fromEntries((run.data.params ?? []).map(({ key, value }) => [key, value]));
    expect(params).toEqual({ seed: '7', epochs: '2', 'optimizer.type': 'adam', 'train/batchSize': '32' });
    expect((await client.metricHistory(runId, 'train/val_loss')).map(({ step, value }) => [step, value])).toEqual([
      [0, 3],
      [1, 2.5],
    ]);
    expect(Buffer.from(await client.downloadArtifact(run, 'report.html')).toString()).toBe('<p>report</p>');
  });

  it('gives up on a server that is not there with one notice, and lets the run go on', async () => {
    notices.length = 0;
    const client = new MlflowClient({ trackingUri: 'http://127.0.0.1:9', attempts: 1 });
    const listener = new MlflowListener(client, 'http://127.0.0.1:9', context);
    for (const event of aRun(join(folder, 'report.html'))) listener.handle(event);
    await listener.close();
    expect(notices).toEqual([
      'warning: MLflow: The MLflow server at http://127.0.0.1:9 does not answer. The run goes on without it; its journal has everything.',
    ]);
  });
});

describe('the mlflow plugin', () => {
  const listen = async (uri: string | undefined) => {
    const before = process.env.MLFLOW_TRACKING_URI;
    if (uri === undefined) delete process.env.MLFLOW_TRACKING_URI;
    else process.env.MLFLOW_TRACKING_URI = uri;
    try {
      return await mlflow.listeners?.[0](context);
    } finally {
      if (before === undefined) delete process.env.MLFLOW_TRACKING_URI;
      else process.env.MLFLOW_TRACKING_URI = before;
    }
  };

  it('listens only when MLFLOW_TRACKING_URI names a server', async () => {
    expect(await listen(undefined)).toBeUndefined();
    expect(await listen('http://127.0.0.1:9')).toBeInstanceOf(MlflowListener);
  });

  it('says what to do about a file store', async () => {
    notices.length = 0;
    expect(await listen('file:./mlruns')).toBeUndefined();
    expect(notices[0]).toContain('mlflow server --backend-store-uri sqlite:///mlflow.db');
  });
});
