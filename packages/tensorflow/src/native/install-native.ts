import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { withLock } from '@expgraph/sdk';
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
    return JSON.parse(await readFile(join(nativeFolder(), 'installed.json'), 'utf8')) as InstalledNative;
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
  await mkdir(dirname(target), { recursive: true });
  return withLock(`${target}.lock`, signal, async () => {
    const present = await installedNative();
    if (present) return present;
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
