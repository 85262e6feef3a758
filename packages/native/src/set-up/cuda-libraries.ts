import { rm } from 'node:fs/promises';
import { pipDownload } from './pip-download.js';
import { runCommand } from './run-command.js';
import { SetUpError } from './set-up-error.js';
import type { SetUpProgress } from './set-up-progress.js';
import { unpackWheels } from './unpack-wheels.js';

/** Those that TensorFlow 2.21 asks for as `tensorflow[and-cuda]`, less CUDA's compiler. */
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

/** Their download, for the progress bar. */
const BYTES = 2766e6;

const PLATFORMS = ['manylinux_2_27_x86_64', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64', 'manylinux2010_x86_64'];

/** The GPUs that NVIDIA's driver tells of, each with the driver's version; none where there is no driver. */
export async function nvidiaGpus(): Promise<string[]> {
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
  const { code, stdout } = await runCommand('nvidia-smi', query);
  return code === 0 ? stdout.trim().split('\n').filter(Boolean) : [];
}

/** @throws SetUpError where TensorFlow for GPUs could not work. */
export async function checkGpu(): Promise<void> {
  const system = `${process.platform}-${process.arch}`;
  if (system !== 'linux-x64') {
    throw new SetUpError(`there is no TensorFlow for GPUs on ${system}`, 'Take EXPGRAPH_BACKEND=native.');
  }
  if ((await nvidiaGpus()).length === 0) {
    throw new SetUpError(
      'no GPU of NVIDIA was found',
      'Install its driver, so that nvidia-smi lists the GPU; or take EXPGRAPH_BACKEND=native.',
    );
  }
}

/** Downloads CUDA's libraries from PyPI and unpacks them into `nvidia/` of a folder, beside which TensorFlow looks for them. */
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
  progress.step('downloading the libraries of CUDA from PyPI', BYTES);
  const wheels = await pipDownload(python, {
    requirements: REQUIREMENTS,
    platforms: PLATFORMS,
    folder: download,
    progress,
    signal,
  });
  const library = /^nvidia\/[^/]+\/lib\/[^/]+\.so[.\d]*$/;
  await unpackWheels(wheels, folder, 'unpacking the libraries of CUDA', progress, (name) =>
    library.test(name) ? name : undefined,
  );
  await Promise.all(wheels.map((wheel) => rm(wheel)));
}
