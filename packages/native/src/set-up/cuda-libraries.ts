import { rm } from 'node:fs/promises';
import { runCommand } from '@expgraph/data/files';
import { downloadWheels } from './download-wheels.js';
import { SetUpError } from './set-up-error.js';
import type { SetUpProgress } from './set-up-progress.js';
import { unpackWheels } from './unpack-wheels.js';

/** Requirements of `tensorflow[and-cuda]` 2.21, except for CUDA's compiler. */
const REQUIREMENTS = [
  'nvidia-cublas-cu12>=12.5.3.2,<13',
  'nvidia-cuda-cupti-cu12>=12.5.82,<13',
  'nvidia-cuda-nvrtc-cu12>=12.5.82,<13',
  'nvidia-cuda-runtime-cu12>=12.5.82,<13',
  'nvidia-cudnn-cu12>=9.3.0.75,<10',
  'nvidia-cufft-cu12>=11.2.3.61,<12',
  'nvidia-curand-cu12>=10.3.6.82,<11',
  'nvidia-cusolver-cu12>=11.6.3.83,<12',
  'nvidia-cusparse-cu12>=12.5.1.3,<13',
  'nvidia-nccl-cu12>=2.27.7,<3',
  'nvidia-nvjitlink-cu12>=12.5.82,<13',
];

/** Size of the download, for the progress bar. */
const BYTES = 2766e6;

const PLATFORMS = ['manylinux_2_27_x86_64', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64', 'manylinux2010_x86_64'];

/** Returns the GPUs that NVIDIA's driver lists, with the version of the driver; none without a driver. */
export async function nvidiaGpus(): Promise<string[]> {
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
  const { code, stdout } = await runCommand('nvidia-smi', query);
  return code === 0 ? stdout.trim().split('\n').filter(Boolean) : [];
}

/** @throws SetUpError if TensorFlow for GPUs cannot run on this machine. */
export async function checkGpu(): Promise<void> {
  const system = `${process.platform}-${process.arch}`;
  if (system !== 'linux-x64') {
    throw new SetUpError(`TensorFlow does not support GPUs on ${system}`, 'Set EXPGRAPH_BACKEND=native.');
  }
  if ((await nvidiaGpus()).length === 0) {
    throw new SetUpError(
      'no NVIDIA GPU was found',
      'Install the NVIDIA driver, so that nvidia-smi lists the GPU, or set EXPGRAPH_BACKEND=native.',
    );
  }
}

/** Downloads CUDA's libraries from PyPI and unpacks them into `nvidia/` of a folder, where TensorFlow finds them. */
export async function installCudaLibraries(
  python: string,
  {
    folder,
    download,
    progress,
    signal,
  }: Readonly<Record<'folder' | 'download', string>> & {
    readonly progress: SetUpProgress;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  progress.step('downloading the CUDA libraries from PyPI', BYTES);
  const wheels = await downloadWheels(python, {
    requirements: REQUIREMENTS,
    platforms: PLATFORMS,
    folder: download,
    progress,
    signal,
  });
  const library = /^nvidia\/[^/]+\/lib\/[^/]+\.so[.\d]*$/;
  await unpackWheels(wheels, folder, 'unpacking the CUDA libraries', progress, (name) =>
    library.test(name) ? name : undefined,
  );
  await Promise.all(wheels.map((wheel) => rm(wheel)));
}
