import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '@expgraph/sdk';

const execute = promisify(execFile);

/**
 * A Python virtual environment with the given packages, for tests against real peers (Keras, MLflow). Made once per user
 * and set of packages, in expgraph's cache folder; the first time takes minutes. Returns the path of its `bin`.
 */
export async function pythonEnvironment(name: string, packages: readonly string[]): Promise<string> {
  const key = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), 'python', `${name}-${key}`);
  const ready = join(folder, 'ready');
  if (!(await exists(ready))) await make(folder, packages);
  return join(folder, 'bin');
}

async function make(folder: string, packages: readonly string[]): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const attempt = await mkdtemp(`${folder}-new-`);
  // A virtual environment holds its own absolute path, so it is made where it stays: the last maker wins.
  await rm(folder, { recursive: true, force: true });
  await execute('python3', ['-m', 'venv', folder]);
  await execute(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...packages], {
    maxBuffer: 1 << 26,
  });
  await rename(attempt, join(folder, 'ready'));
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
