import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListenerContext, RunEvent, RunEventPayload } from '@expgraph/sdk';
import { type MlflowServer, startMlflowServer } from '@expgraph/testing';
import { MlflowClient } from 'mlflow-js-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import mlflow from './index.js';
import { MlflowListener } from './mlflow-listener.js';
import { readUnsentEvents } from './unsent-events.js';

const TIME = 1_700_000_000_000;
const notices: string[] = [];
const context: ListenerContext = { notice: (level, message) => notices.push(`${level}: ${message}`) };
const at = (payload: RunEventPayload): RunEvent => ({ ...payload, time: TIME });

function aRun(artifact: string, runFolder: string): RunEvent[] {
  const run = {
    id: 'r1',
    experiment: 'finetune',
    file: 'experiments/finetune.yaml',
    folder: runFolder,
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

  it('mirrors a run: params, the metrics of each epoch, artifacts and status, with nothing left unsent', async () => {
    const client = new MlflowClient({ trackingUri: server.uri });
    // A busy machine may respond slowly.
    const listener = new MlflowListener(client, server.uri, context, { closeTimeoutMs: 240_000 });
    for (const event of aRun(join(folder, 'report.html'), folder)) listener.handle(event);
    await listener.close();
    expect(await readdir(folder)).toEqual(['report.html']);
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
  }, 300_000);
});

/** A server whose responses the test delays. */
class HeldServer {
  /** Requested paths. */
  readonly asked: string[] = [];
  /** Received metric values. */
  readonly metrics: { key: string; value: number | string }[] = [];
  status: string | undefined;
  /** The status of a response; undefined never responds. */
  answer: (path: string) => Promise<number> | number | undefined = () => 200;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = new URL(request.url ?? '', 'http://x').pathname.replace('/api/2.0/', '');
    this.asked.push(path);
    const status = await this.answer(path);
    if (status === undefined) return;
    response.statusCode = status;
    if (status === 200 && path === 'mlflow/runs/log-batch') {
      this.metrics.push(...(JSON.parse(Buffer.concat(chunks).toString()).metrics ?? []));
    }
    if (status === 200 && path === 'mlflow/runs/update')
      this.status = JSON.parse(Buffer.concat(chunks).toString()).status;
    const run = { info: { run_id: 'r', experiment_id: '1', artifact_uri: 'mlflow-artifacts:/1/r/artifacts' } };
    response.end(JSON.stringify({ experiment: { experiment_id: '1' }, run, error_code: 'X', message: 'refused here' }));
  }
}

describe('MlflowListener, with a failing server', () => {
  let server: HeldServer;
  let uri: string;
  let folder: string;
  beforeEach(async () => {
    notices.length = 0;
    folder = await mkdtemp(join(tmpdir(), 'expgraph-mlflow-test-'));
    await writeFile(join(folder, 'report.html'), '<p>report</p>');
    server = new HeldServer();
    uri = await server.listen();
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const listener = (closeTimeoutMs: number) =>
    new MlflowListener(new MlflowClient({ trackingUri: uri, attempts: 1 }), uri, context, { closeTimeoutMs });
  const run = () => aRun(join(folder, 'report.html'), folder);
  const unsent = () => readUnsentEvents(join(folder, 'mlflow.jsonl'));

  it('sends events that arrive during a request together in the next one', async () => {
    let release = (_: number) => {};
    const first = new Promise<number>((resolve) => {
      release = resolve;
    });
    server.answer = (path) => (path === 'mlflow/experiments/get-by-name' ? first : 200);
    const slow = listener(60_000);
    for (const event of run()) slow.handle(event);
    release(200);
    await slow.close();
    expect(server.asked.filter((path) => path === 'mlflow/runs/log-batch')).toHaveLength(4);
    expect(server.metrics.map(({ value }) => value)).toEqual([2, 3, 1, 2.5]);
    expect(server.status).toBe('FINISHED');
    expect(notices).toEqual([`info: MLflow: ${uri}/#/experiments/1/runs/r`]);
    expect(await readdir(folder)).toEqual(['report.html']);
  });

  it('reports events that a hanging server has not confirmed, and keeps them with the id of the run', async () => {
    server.answer = (path) => (path === 'mlflow/runs/log-batch' && server.asked.length > 3 ? undefined : 200);
    const hanging = listener(1);
    const events = run();
    hanging.handle(events[0]);
    await vi.waitFor(() => expect(server.asked).toHaveLength(4), { timeout: 60_000 });
    for (const event of events.slice(1)) hanging.handle(event);
    await hanging.close();
    expect(notices.at(-1)).toBe(
      `warning: MLflow: ${uri} has not confirmed the start of the run, 1 parameter, 4 metric values, 1 artifact and the final status ` +
        `(waited 0.001 s). Unsent data is kept in ${join(folder, 'mlflow.jsonl')}.`,
    );
    const kept = unsent();
    expect(kept.target).toEqual({ trackingUri: uri, runId: 'r' });
    expect(kept.events.map(({ event }) => event)).toEqual(events.filter(({ type }) => type !== 'progress'));
  });

  it('keeps unsent events when the process is killed, including numbers that JSON lacks', () => {
    server.answer = () => undefined;
    const killed = listener(1);
    killed.handle(run()[0]);
    const metrics = { loss: Number.NaN, val_loss: Number.POSITIVE_INFINITY };
    killed.handle(at({ type: 'metrics', node: 'train', step: 0, metrics }));
    expect(unsent().events[1].event).toMatchObject({ type: 'metrics', metrics });
  });

  it('sends the remaining events when the server responds again', async () => {
    server.answer = (path) => (path === 'mlflow/experiments/get-by-name' && server.asked.length === 1 ? 503 : 200);
    const back = listener(60_000);
    const [started, ...rest] = run();
    back.handle(started);
    await vi.waitFor(() => expect(notices).toHaveLength(1), { timeout: 60_000 });
    expect(notices[0]).toBe(
      `warning: MLflow: GET /api/2.0/mlflow/experiments/get-by-name: refused here The run continues; unsent data is kept in ${join(folder, 'mlflow.jsonl')}.`,
    );
    for (const event of rest) back.handle(event);
    await back.close();
    expect(server.status).toBe('FINISHED');
    expect(server.metrics).toHaveLength(4);
    expect(notices).toHaveLength(2);
    expect(await readdir(folder)).toEqual(['report.html']);
  });

  it('keeps a value that the server rejects, and sends the others', async () => {
    server.answer = (path) => (path.startsWith('mlflow-artifacts') ? 403 : 200);
    const refused = listener(60_000);
    for (const event of run()) refused.handle(event);
    await refused.close();
    expect(server.status).toBe('FINISHED');
    expect(notices.at(-1)).toContain('has not confirmed 1 artifact (PUT /api/2.0/mlflow-artifacts');
    expect(unsent().events.map(({ event }) => event.type)).toEqual(['artifact']);
  });

  it('reports the server that does not respond, and that the run continues', async () => {
    await server.close();
    const alone = listener(60_000);
    for (const event of run()) alone.handle(event);
    await alone.close();
    expect(notices[0]).toContain(`MLflow: The MLflow server at ${uri} does not answer. The run continues;`);
    expect(unsent().events).toHaveLength(6);
    server = new HeldServer();
    await server.listen();
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

  it('listens only if MLFLOW_TRACKING_URI is set', async () => {
    expect(await listen(undefined)).toBeUndefined();
    expect(await listen('http://127.0.0.1:9')).toBeInstanceOf(MlflowListener);
  });

  it('suggests a server for a file store', async () => {
    notices.length = 0;
    expect(await listen('file:./mlruns')).toBeUndefined();
    expect(notices[0]).toContain('mlflow server --backend-store-uri sqlite:///mlflow.db');
  });
});
