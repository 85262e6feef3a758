import { createHash } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, runCommand, withLock } from '@expgraph/data/files';

/**
 * Returns the `bin` folder of a Python virtual environment with the given packages, for tests against Keras or MLflow. It is created
 * once per user and set of packages, in expgraph's cache folder; the first call takes minutes.
 */
export async function pythonEnvironment(name: string, packages: readonly string[]): Promise<string> {
  const key = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), 'python', `${name}-${key}`);
  const ready = join(folder, 'ready');
  if (!(await exists(ready))) {
    // Test files run in parallel and may need the same environment.
    await withLock(`${folder}.lock`, {}, async () => {
      if (!(await exists(ready))) await make(folder, packages);
    });
  }
  return join(folder, 'bin');
}

/** Creates the environment in its final folder, since it contains its absolute path, and marks it as complete. */
async function make(folder: string, packages: readonly string[]): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await execute('python3', ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', ...packages];
  await execute(join(folder, 'bin', 'python'), install);
  await writeFile(join(folder, 'ready'), '');
}

async function execute(command: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await runCommand(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${code}: ${stderr}`);
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
