import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runCommand } from './run-command.js';
import { SetUpError } from './set-up-error.js';
import type { SetUpProgress } from './set-up-progress.js';

export interface PipDownload {
  readonly requirements: readonly string[];
  /** Tags of wheels, such as `manylinux_2_27_x86_64`. */
  readonly platforms: readonly string[];
  /** It is empty. */
  readonly folder: string;
  readonly progress: SetUpProgress;
  readonly signal?: AbortSignal;
}

const POLL_MS = 250;

/**
 * Downloads wheels with pip, without what they depend on, whatever Python that runs on: libraries inside do not depend on it. Gives their paths.
 * @throws SetUpError
 */
export async function pipDownload(
  python: string,
  { requirements, platforms, folder, progress, signal }: PipDownload,
): Promise<string[]> {
  const target = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--abi', 'none'];
  const quiet = ['--no-input', '--disable-pip-version-check', '--quiet', '--no-cache-dir'];
  const words = [
    ...['-m', 'pip', 'download', ...requirements, '--no-deps', '--only-binary=:all:', ...target],
    ...platforms.flatMap((platform) => ['--platform', platform]),
    ...[...quiet, '--dest', folder],
  ];
  const env = { ...process.env, TMPDIR: folder };
  const watch = watchGrowth(folder, progress);
  const { code, stderr } = await runCommand(python, words, { env, signal }).finally(() => watch.stop());
  const found = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
  if (code !== 0 || found.length < requirements.length) {
    const reason = stderr.trim().split('\n').at(-1) ?? `exit code ${code}`;
    const all = requirements
      .map((requirement) => (/[<>]/.test(requirement) ? `"${requirement}"` : requirement))
      .join(' ');
    throw new SetUpError(
      `pip could not download ${all}: ${reason}`,
      `Try it by hand: ${python} -m pip download --no-deps ${all}`,
    );
  }
  return found.map((name) => join(folder, name));
}

/** Tells of what comes. pip writes a file somewhere below the folder, then copies it to where it stays. */
function watchGrowth(folder: string, progress: SetUpProgress) {
  let seen = 0;
  const timer = setInterval(async () => {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const sizes = new Map<string, number>();
    for (const name of names) {
      const file = await stat(join(folder, name)).catch(() => undefined);
      if (file?.isFile()) sizes.set(basename(name), Math.max(file.size, sizes.get(basename(name)) ?? 0));
    }
    const size = [...sizes.values()].reduce((sum, each) => sum + each, 0);
    if (size > seen) progress.advance(size - seen);
    seen = Math.max(seen, size);
  }, POLL_MS);
  return { stop: () => clearInterval(timer) };
}
