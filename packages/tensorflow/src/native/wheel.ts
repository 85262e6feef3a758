import { createWriteStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TENSORFLOW_VERSION } from './native-folder.js';
import { runCommand } from './run-command.js';
import { SetUpError } from './set-up-error.js';
import type { SetUpProgress } from './set-up-progress.js';

/** The wheel of TensorFlow for a platform: its distribution on PyPI and platform tag. Its size is for the progress bar. */
const WHEELS: Readonly<Record<string, { distribution: string; platform: string; bytes: number }>> = {
  'linux-x64': { distribution: 'tensorflow-cpu', platform: 'manylinux_2_27_x86_64', bytes: 274e6 },
  'linux-arm64': { distribution: 'tensorflow', platform: 'manylinux_2_27_aarch64', bytes: 270e6 },
  'darwin-arm64': { distribution: 'tensorflow', platform: 'macosx_12_0_arm64', bytes: 200e6 },
};

const POLL_MS = 250;

/** Downloads the wheel with pip, whatever Python that runs on: the libraries inside do not depend on it. */
export async function downloadWheel(
  python: string,
  folder: string,
  progress: SetUpProgress,
  signal?: AbortSignal,
): Promise<string> {
  const wheel = WHEELS[`${process.platform}-${process.arch}`];
  if (!wheel) {
    throw new SetUpError(
      `PyPI has no TensorFlow for ${process.platform}-${process.arch}`,
      'Install @tensorflow/tfjs-node in the project.',
    );
  }
  const { distribution, platform, bytes } = wheel;
  const requirement = `${distribution}==${TENSORFLOW_VERSION}`;
  progress.step(`downloading ${requirement} from PyPI`, bytes);
  const target = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--platform', platform];
  const quiet = ['--no-input', '--disable-pip-version-check', '--quiet', '--no-cache-dir'];
  const words = [
    '-m',
    'pip',
    'download',
    requirement,
    '--no-deps',
    '--only-binary=:all:',
    ...target,
    ...quiet,
    '--dest',
    folder,
  ];
  const env = { ...process.env, TMPDIR: folder };
  const watch = watchGrowth(folder, progress);
  const { code, stderr } = await runCommand(python, words, { env, signal }).finally(() => watch.stop());
  const [found] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
  if (code !== 0 || !found) {
    const reason = stderr.trim().split('\n').at(-1) ?? `exit code ${code}`;
    throw new SetUpError(
      `pip could not download ${requirement}: ${reason}`,
      `Try it by hand: ${python} -m pip download ${requirement}`,
    );
  }
  return join(folder, found);
}

function watchGrowth(folder: string, progress: SetUpProgress) {
  let seen = 0;
  const timer = setInterval(async () => {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const sizes = await Promise.all(
      names.map((name) =>
        stat(join(folder, name)).then(
          (file) => (file.isFile() ? file.size : 0),
          () => 0,
        ),
      ),
    );
    const size = Math.max(0, ...sizes);
    if (size > seen) progress.advance(size - seen);
    seen = Math.max(seen, size);
  }, POLL_MS);
  return { stop: () => clearInterval(timer) };
}

const LIBRARY = /^tensorflow\/(libtensorflow_(?:cc|framework)\.(?:so\.2|2\.dylib))$/;
const HEADER =
  /^tensorflow\/(include\/(?:tensorflow\/c\/|tensorflow\/core\/(?:platform\/ctstring|common_runtime\/next_pluggable_device\/c\/)|(?:xla\/)?tsl\/(?:c|platform)\/).*\.h)$/;

/** Unpacks, of the wheel, the two libraries and the headers of the C API. */
export async function unpackWheel(wheel: string, folder: string, progress: SetUpProgress): Promise<void> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(wheel, { autoClose: false });
  try {
    const wanted = [];
    for await (const entry of zip.eachEntry()) {
      const name = LIBRARY.exec(entry.fileName)?.[1] ?? HEADER.exec(entry.fileName)?.[1];
      if (name) wanted.push({ entry, name });
    }
    progress.step(
      'unpacking TensorFlow',
      wanted.reduce((total, { entry }) => total + entry.uncompressedSize, 0),
    );
    for (const { entry, name } of wanted) {
      const target = join(folder, name);
      await mkdir(dirname(target), { recursive: true });
      const count = new Transform({
        transform(chunk: Buffer, _, done) {
          progress.advance(chunk.length);
          done(null, chunk);
        },
      });
      await pipeline(await zip.openReadStreamPromise(entry), count, createWriteStream(target));
    }
  } finally {
    zip.close();
  }
}
