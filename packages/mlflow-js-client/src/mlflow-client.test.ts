import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type MlflowServer, startMlflowServer } from '@expgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MlflowClient } from './mlflow-client.js';
import { MlflowError } from './mlflow-error.js';

describe('MlflowClient, with a real server', () => {
  let server: MlflowServer;
  let client: MlflowClient;
  beforeAll(async () => {
    server = await startMlflowServer();
    client = new MlflowClient({ trackingUri: server.uri });
  }, 300_000);
  afterAll(() => server?.stop());

  it('creates an experiment once, and finds it again', async () => {
    const id = await client.ensureExperiment('once');
    expect(await client.ensureExperiment('once')).toBe(id);
    expect(await client.experimentByName('once')).toMatchObject({ experiment_id: id, name: 'once' });
    expect(await client.experimentByName('never')).toBeUndefined();
  });

  it('creates one experiment for two parallel runs', async () => {
    const ids = await Promise.all([client.ensureExperiment('raced'), client.ensureExperiment('raced')]);
    expect(ids[0]).toBe(ids[1]);
  });

  it('logs params, tags and metrics beyond the limits of one call', async () => {
    const { info } = await client.createRun(await client.ensureExperiment('limits'), 'many', 1_700_000_000_000);
    const params = Array.from({ length: 230 }, (_, index) => ({ key: `node/option ${index}`, value: String(index) }));
    const metrics = Array.from({ length: 1500 }, (_, step) => ({
      key: 'loss',
      value: 1 / (step + 1),
      timestamp: 1_700_000_000_000 + step,
      step,
    }));
    await client.log(info.run_id, { params, metrics, tags: [{ key: 'expgraph.run_id', value: 'x'.repeat(9000) }] });
    const { data } = await client.run(info.run_id);
    expect(data.params).toHaveLength(230);
    expect(data.tags?.find((tag) => tag.key === 'expgraph.run_id')?.value).toHaveLength(5000);
    const history = await client.metricHistory(info.run_id, 'loss');
    expect(history).toHaveLength(1500);
    expect(history[1499]).toMatchObject({ step: 1499, value: 1 / 1500 });
  });

  it('logs NaN and infinity, and keys that MLflow does not allow', async () => {
    const { info } = await client.createRun(await client.ensureExperiment('odd'), 'odd', 1_700_000_000_000);
    const at = { timestamp: 1_700_000_000_000, step: 0 };
    await client.log(info.run_id, {
      metrics: [
        { key: 'val:loss', value: Number.NaN, ...at },
        { key: '../up', value: Number.POSITIVE_INFINITY, ...at },
      ],
    });
    const keys = (await client.run(info.run_id)).data.metrics?.map((metric) => metric.key).sort();
    expect(keys).toEqual(['up', 'val_loss']);
  });

  it('ends a run with its status', async () => {
    const { info } = await client.createRun(await client.ensureExperiment('status'), 'killed', 1_700_000_000_000);
    await client.updateRun(info.run_id, 'KILLED', 1_700_000_001_000);
    expect((await client.run(info.run_id)).info.status).toBe('KILLED');
  });

  it('returns the bytes of an artifact', async () => {
    const run = await client.createRun(await client.ensureExperiment('artifacts'), 'files', 1_700_000_000_000);
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    await client.uploadArtifact(run, 'models/a b/weights.bin', bytes);
    expect(Buffer.from(await client.downloadArtifact(run, 'models/a b/weights.bin')).equals(Buffer.from(bytes))).toBe(
      true,
    );
  });

  it('has the code and message of the server in its errors', async () => {
    const error = await client.run('0'.repeat(32)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MlflowError);
    expect(error).toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST', status: 404 });
  });
});

describe('MlflowClient, with a failing server', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });
  async function answering(
    statuses: readonly number[],
    answer = JSON.stringify({ experiment_id: '7', error_code: 'TEMPORARILY_UNAVAILABLE', message: 'busy' }),
  ) {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? 'anonymous');
      response.statusCode = statuses[Math.min(seen.length, statuses.length) - 1];
      response.end(answer);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
  }

  it('retries while the server is busy', async () => {
    const { uri, seen } = await answering([503, 429, 200]);
    await new MlflowClient({ trackingUri: uri }).updateRun('r', 'FINISHED');
    expect(seen).toHaveLength(3);
  });

  it('does not retry a rejected request', async () => {
    const { uri, seen } = await answering([400]);
    await expect(new MlflowClient({ trackingUri: uri }).updateRun('r', 'FINISHED')).rejects.toThrow('busy');
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['{}', 'POST /api/2.0/mlflow/runs/update: HTTP 429 {}'],
    ['null', 'POST /api/2.0/mlflow/runs/update: HTTP 429 null'],
    ['{"message": 7}', 'POST /api/2.0/mlflow/runs/update: HTTP 429 {"message": 7}'],
    ['', 'POST /api/2.0/mlflow/runs/update: HTTP 429'],
  ])('gives the status of an error without a message: %s', async (answer, message) => {
    const { uri } = await answering([429], answer);
    const client = new MlflowClient({ trackingUri: uri, attempts: 1 });
    await expect(client.updateRun('r', 'FINISHED')).rejects.toMatchObject({ message, code: 'HTTP_ERROR', status: 429 });
  });

  it('reports a response that is not JSON, for example of a proxy', async () => {
    const { uri } = await answering([200], '<html>');
    await expect(new MlflowClient({ trackingUri: uri }).updateRun('r', 'FINISHED')).rejects.toMatchObject({
      message: 'POST /mlflow/runs/update: the answer is not JSON: <html>',
    });
  });

  it('sends a token, or a user name and password', async () => {
    const { uri, seen } = await answering([200]);
    await new MlflowClient({ trackingUri: uri, token: 't' }).updateRun('r', 'FINISHED');
    await new MlflowClient({ trackingUri: uri, username: 'u', password: 'p' }).updateRun('r', 'FINISHED');
    expect(seen).toEqual(['Bearer t', `Basic ${Buffer.from('u:p').toString('base64')}`]);
  });

  it('names the server that does not respond', async () => {
    const client = new MlflowClient({ trackingUri: 'http://127.0.0.1:9', attempts: 1 });
    await expect(client.run('r')).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: 'The MLflow server at http://127.0.0.1:9 does not answer.',
    });
  });
});
