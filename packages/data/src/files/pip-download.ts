import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runCommand } from './run-command.js';

export interface PipDownload {
  readonly requirements: readonly string[];
  /** An empty folder. */
  readonly folder: string;
  /** Further flags for pip, such as `--platform`. */
  readonly flags: readonly string[];
  /** Called with the number of bytes downloaded since the last call. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

export interface PipResult {
  /** pip's exit code; 127 if Python does not exist. */
  readonly code: number;
  readonly stderr: string;
  /** Paths of the downloaded wheels. */
  readonly wheels: readonly string[];
}

const POLL_MS = 250;

/**
 * Downloads wheels with pip, as the user's pip is configured (index, credentials, proxy), without their dependencies. Source distributions
 * are excluded, since pip runs code to unpack them.
 */
export async function pipDownload(
  python: string,
  { requirements, folder, flags, onBytes, signal }: PipDownload,
): Promise<PipResult> {
  const selection = [...requirements, '--no-deps', '--only-binary=:all:', ...flags];
  const quiet = ['--no-input', '--disable-pip-version-check', '--quiet', '--no-cache-dir'];
  const args = ['-m', 'pip', 'download', ...selection, ...quiet, '--dest', folder];
  const env = { ...process.env, TMPDIR: folder };
  const stop = watchGrowth(folder, onBytes);
  const { code, stderr } = await runCommand(python, args, { env, signal }).finally(stop);
  const names = await readdir(folder);
  const wheels = names.filter((name) => name.endsWith('.whl')).map((name) => join(folder, name));
  return { code, stderr, wheels };
}

/** Reports the growth of a folder until the function it returns is called. pip writes a file below the folder, then copies it to the folder. */
function watchGrowth(folder: string, onBytes?: (bytes: number) => void): () => void {
  if (!onBytes) return () => {};
  let reported = 0;
  const timer = setInterval(async () => {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const sizes = new Map<string, number>();
    for (const name of names) {
      const file = await stat(join(folder, name)).catch(() => undefined);
      if (file?.isFile()) sizes.set(basename(name), Math.max(file.size, sizes.get(basename(name)) ?? 0));
    }
    const size = [...sizes.values()].reduce((sum, each) => sum + each, 0);
    if (size > reported) onBytes(size - reported);
    reported = Math.max(reported, size);
  }, POLL_MS);
  return () => clearInterval(timer);
}
