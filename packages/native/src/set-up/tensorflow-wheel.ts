import { downloadWheels } from './download-wheels.js';
import { isGpuWanted, TENSORFLOW_VERSION } from './native-folder.js';
import { SetUpError } from './set-up-error.js';
import type { SetUpProgress } from './set-up-progress.js';
import { unpackWheels } from './unpack-wheels.js';

/** TensorFlow's wheel for each platform: distribution on PyPI, platform tag, and size for the progress bar. */
const WHEELS: Readonly<Record<string, { distribution: string; platform: string; bytes: number }>> = {
  'linux-x64': { distribution: 'tensorflow-cpu', platform: 'manylinux_2_27_x86_64', bytes: 274e6 },
  'linux-arm64': { distribution: 'tensorflow', platform: 'manylinux_2_27_aarch64', bytes: 270e6 },
  'darwin-arm64': { distribution: 'tensorflow', platform: 'macosx_12_0_arm64', bytes: 200e6 },
};

/** The wheel with support for NVIDIA GPUs. */
const GPU_WHEEL = { distribution: 'tensorflow', platform: 'manylinux_2_27_x86_64', bytes: 572e6 };

/** Downloads TensorFlow's wheel with pip. Returns its path. */
export async function downloadTensorflow(
  python: string,
  folder: string,
  progress: SetUpProgress,
  signal?: AbortSignal,
): Promise<string> {
  const system = `${process.platform}-${process.arch}`;
  const wheel = isGpuWanted() && system === 'linux-x64' ? GPU_WHEEL : WHEELS[system];
  if (!wheel) {
    throw new SetUpError(`PyPI has no TensorFlow wheel for ${system}`, 'Install @tensorflow/tfjs-node in the project.');
  }
  const { distribution, platform, bytes } = wheel;
  const requirement = `${distribution}==${TENSORFLOW_VERSION}`;
  progress.step(`downloading ${requirement} from PyPI`, bytes);
  const [found] = await downloadWheels(python, {
    requirements: [requirement],
    platforms: [platform],
    folder,
    progress,
    signal,
  });
  return found;
}

const LIBRARY = /^tensorflow\/(libtensorflow_(?:cc|framework)\.(?:so\.2|2\.dylib))$/;
const HEADER =
  /^tensorflow\/(include\/(?:tensorflow\/c\/|tensorflow\/core\/(?:platform\/ctstring|common_runtime\/next_pluggable_device\/c\/)|(?:xla\/)?tsl\/(?:c|platform)\/).*\.h)$/;

/** Unpacks the two libraries and the headers of the C API from the wheel. */
export const unpackTensorflow = (wheel: string, folder: string, progress: SetUpProgress): Promise<void> =>
  unpackWheels(
    [wheel],
    folder,
    'unpacking TensorFlow',
    progress,
    (name) => LIBRARY.exec(name)?.[1] ?? HEADER.exec(name)?.[1],
  );
