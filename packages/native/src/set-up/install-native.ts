import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { withLock } from '@expgraph/data/files';
import { buildAddon } from './build-addon.js';
import { checkGpu, installCudaLibraries } from './cuda-libraries.js';
import { findCompiler, findPip } from './find-tools.js';
import { ADDON, isGpuWanted, nativeFolder, nativeRoot } from './native-folder.js';
import { SetUpError } from './set-up-error.js';
import type { SetUpProgress } from './set-up-progress.js';
import { downloadTensorflow, unpackTensorflow } from './tensorflow-wheel.js';
import { verifyAddon } from './verify-addon.js';

/** Record of an addon that was built and tested. */
export interface InstalledNative {
  readonly version: string;
}

/** Returns the native backend in the cache, or undefined if none was built and tested. */
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
 * Builds the native backend: downloads TensorFlow's libraries from PyPI, with CUDA's libraries for a GPU, and compiles the addons. A rename
 * moves it to the cache after it was tested. Requires pip and a C++ compiler.
 * @throws SetUpError
 */
export async function installNative(progress: SetUpProgress, signal?: AbortSignal): Promise<InstalledNative> {
  if (isGpuWanted()) await checkGpu();
  const [python, compiler] = await Promise.all([findPip(), findCompiler()]);
  if (!python)
    throw new SetUpError(
      'no Python with pip was found',
      'Install python3 and pip, for example: apt-get install python3-pip',
    );
  if (!compiler) throw new SetUpError('no C++ compiler was found', 'Install one, for example: apt-get install g++');
  const target = nativeRoot();
  const waiting = (owner?: number) =>
    progress.step(`waiting for ${owner ? `process ${owner}` : 'another process'} to set up the native backend`);
  return withLock(`${target}.lock`, { signal, waiting }, async () => {
    const present = await installedNative();
    if (present) return present;
    await removeUnfinished(target);
    const folder = await mkdtemp(`${target}-new-`);
    try {
      const download = await mkdtemp(join(folder, 'download-'));
      const libraries = join(folder, relative(target, nativeFolder()));
      const wheel = await downloadTensorflow(python, download, progress, signal);
      await unpackTensorflow(wheel, libraries, progress);
      await rm(wheel);
      if (isGpuWanted()) await installCudaLibraries(python, { folder, download, progress, signal });
      await rm(download, { recursive: true });
      await buildAddon(compiler, libraries, progress, signal);
      const verified = await verifyAddon(join(libraries, ADDON));
      if ('failure' in verified) {
        throw new SetUpError(`the addon was built but does not work: ${verified.failure}`, 'Run expgraph doctor.');
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

/** Removes the folders of killed set-ups, hundreds of megabytes each. The caller holds the lock, so no other set-up is running. */
async function removeUnfinished(target: string): Promise<void> {
  for (const name of await readdir(dirname(target)))
    if (name.startsWith(`${basename(target)}-new-`))
      await rm(join(dirname(target), name), { recursive: true, force: true });
}
