import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from './python-environment.js';

export interface MlflowServer {
  /** URL, for example `http://127.0.0.1:40123`. */
  readonly uri: string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 120_000;

/** Starts a real MLflow 3 server on the loopback interface, with SQLite and artifacts in a temporary folder. */
export async function startMlflowServer(): Promise<MlflowServer> {
  const bin = await pythonEnvironment('mlflow', ['mlflow>=3,<4']);
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-mlflow-'));
  const port = await freePort();
  const uri = `http://127.0.0.1:${port}`;
  const server = spawn(
    join(bin, 'mlflow'),
    [
      ...['server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
      ...[
        '--backend-store-uri',
        `sqlite:///${join(folder, 'mlflow.db')}`,
        '--artifacts-destination',
        join(folder, 'artifacts'),
      ],
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
  });
  const stop = async () => {
    // Kill the process group, which has the server's workers.
    if (server.exitCode === null && server.pid) process.kill(-server.pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(`${uri}/health`))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The MLflow server did not start.\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { uri, stop };
}

const answers = (url: string) =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
