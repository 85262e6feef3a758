import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { withLock } from '@expgraph/data/files';
import { buildAddon } from './build-addon.js';
import { checkGpu, installCudaLibraries } from './cuda-libraries.js';
import { findCompiler, findPip } from './find-tools.js';
import { ADDON, isGpuWanted, nativeFolder, nativeRoot } from './native-folder.js';
import { SetUpError } from './set-up-error.js';
import type { SetUpProgress } from './set-up-progress.js';
import { verifyAddon } from './verify-addon.js';
import { downloadWheel, unpackWheel } from './wheel.js';

/** What is written beside an addon that has been built and has worked. */
export interface InstalledNative {
  readonly version: string;
}

/** The native backend of the cache; undefined when there is none that has worked. */
export async function installedNative(): Promise<InstalledNative | undefined> {
  try {
    const record = JSON.parse(
      await readFile(join(nativeFolder(), 'installed.json'), 'utf8'),
    ) as Partial<InstalledNative> | null;
    return typeof record?.version === 'string' ? { version: record.version } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes the native backend: TensorFlow's libraries out of the wheel on PyPI, tfjs-node's addon compiled against them.
 * For a GPU the libraries of CUDA as well. It appears in the cache by one rename, after it has worked. Needs pip and a C++ compiler.
 * @throws SetUpError
 */
export async function installNative(progress: SetUpProgress, signal?: AbortSignal): Promise<InstalledNative> {
  if (isGpuWanted()) await checkGpu();
  const [python, compiler] = await Promise.all([findPip(), findCompiler()]);
  if (!python)
    throw new SetUpError(
      'there is no Python with pip',
      'Install python3 and pip, for example: apt-get install python3-pip',
    );
  if (!compiler) throw new SetUpError('there is no C++ compiler', 'Install one, for example: apt-get install g++');
  const target = nativeRoot();
  const waiting = (owner?: number) =>
    progress.step(`waiting for ${owner ? `process ${owner}` : 'another process'}, which sets up the same`);
  return withLock(`${target}.lock`, { signal, waiting }, async () => {
    const present = await installedNative();
    if (present) return present;
    await removeUnfinished(target);
    const folder = await mkdtemp(`${target}-new-`);
    try {
      const download = await mkdtemp(join(folder, 'download-'));
      const libraries = join(folder, relative(target, nativeFolder()));
      const wheel = await downloadWheel(python, download, progress, signal);
      await unpackWheel(wheel, libraries, progress);
      await rm(wheel);
      if (isGpuWanted()) await installCudaLibraries(python, { folder, download, progress, signal });
      await rm(download, { recursive: true });
      await buildAddon(compiler, libraries, progress, signal);
      const verified = await verifyAddon(join(libraries, ADDON));
      if ('failure' in verified) {
        throw new SetUpError(`the addon was built and does not work: ${verified.failure}`, 'See expgraph doctor.');
      }
      await writeFile(join(libraries, 'installed.json'), JSON.stringify(verified));
      await rm(target, { recursive: true, force: true });
      await rename(folder, target);
      return verified;
    } finally {
      progress.done();
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** Removes what set-ups that were killed left behind: hundreds of megabytes. Whoever holds the lock is the only one at work. */
async function removeUnfinished(target: string): Promise<void> {
  for (const name of await readdir(dirname(target)))
    if (name.startsWith(`${basename(target)}-new-`))
      await rm(join(dirname(target), name), { recursive: true, force: true });
}
