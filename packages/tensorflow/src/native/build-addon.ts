import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADDON, CHANGES, IMAGES, MUTE, RECURRENT, SESSION, WORDS } from './native-folder.js';
import { runCommand } from './run-command.js';
import { SetUpError } from './set-up-error.js';
import type { SetUpProgress } from './set-up-progress.js';

const SOURCES = fileURLToPath(new URL('../../dist/vendor/binding/', import.meta.url));
const OWN_SOURCES = fileURLToPath(new URL('../../native/', import.meta.url));

/** Loops are compiled once for any processor and once for most: which serves is chosen where they run. */
const VARIANTS = [
  { name: 'Plain', instructions: [], only: undefined },
  { name: 'Avx2', instructions: ['-mavx2', '-mfma'], only: 'x64' },
] as const;

/** A product and a sum are rounded one after the other on every processor, and comparisons may be made of many numbers at once. */
const SAME_NUMBERS = ['-ffp-contract=off', '-fno-trapping-math'];

/** Compiles tfjs-node's addon, and our own, in a folder that has TensorFlow's libraries and headers. Node-API keeps it good for every Node. */
export async function buildAddon(
  compiler: string,
  folder: string,
  progress: SetUpProgress,
  signal?: AbortSignal,
): Promise<void> {
  progress.step('building the addons');
  const { include_dir } = await import('node-api-headers').then((module) =>
    'default' in module ? (module.default as typeof module) : module,
  );
  const includes = [include_dir, join(folder, 'include'), SOURCES].map((path) => `-I${path}`);
  const flags = ['-std=c++17', '-O2', '-fPIC', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding', '-w'];
  const compile = async (source: string, object: string, more: readonly string[] = []) => {
    const path = join(folder, object);
    await step(compiler, [...flags, ...more, ...includes, '-c', source, '-o', path], signal);
    return path;
  };
  const own = (source: string, more: readonly string[] = [], object = source) =>
    compile(join(OWN_SOURCES, `${source}.cc`), `${object}.o`, more);
  const loops = (source: string, kind: string, more: readonly string[] = []) =>
    VARIANTS.filter(({ only }) => only === undefined || only === process.arch).map(({ name, instructions }) => {
      const names = [`-DEXPGRAPH_LOOPS=k${name}${kind}`, `-DEXPGRAPH_INSTRUCTIONS="${name.toLowerCase()}"`];
      return own(source, ['-O3', ...names, ...instructions, ...more], `${source}_${name}`);
    });
  const [recurrence, images, changes, mute, session, words, ...objects] = await Promise.all([
    Promise.all([own('recurrent_ops'), ...loops('recurrence', 'Loops')]),
    Promise.all([own('image_files', ['-O3']), ...loops('resample', 'Resample')]),
    Promise.all([
      own('image_changes'),
      ...loops('warp', 'Warp', SAME_NUMBERS),
      ...loops('recolour', 'Recolour', SAME_NUMBERS),
    ]),
    own('stderr_mute'),
    own('graph_session'),
    own('word_numbers'),
    compile(join(SOURCES, 'tfjs_backend.cc'), 'tfjs_backend.o'),
    compile(join(SOURCES, 'tfjs_binding.cc'), 'tfjs_binding.o'),
  ]);
  const libraries = (await readdir(folder))
    .filter((name) => name.startsWith('libtensorflow'))
    .map((name) => join(folder, name));
  const mac = process.platform === 'darwin';
  const link = mac
    ? ['-bundle', '-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path']
    : ['-shared', '-Wl,-rpath,$ORIGIN'];
  await step(compiler, [...link, ...objects, ...libraries, '-o', join(folder, ADDON)], signal);
  await step(compiler, [...link, session, ...libraries, '-o', join(folder, SESSION)], signal);
  await step(compiler, [...link, '-pthread', ...recurrence, ...libraries, '-o', join(folder, RECURRENT)], signal);
  // On macOS nobody has seen yet that TensorFlow's library gives its decoder away: there, sharp decodes.
  if (!mac) await step(compiler, [...link, ...images, ...libraries, '-o', join(folder, IMAGES)], signal);
  await step(compiler, [...link, ...changes, '-o', join(folder, CHANGES)], signal);
  await step(compiler, [...link, mute, '-o', join(folder, MUTE)], signal);
  await step(compiler, [...link, words, '-o', join(folder, WORDS)], signal);
  await Promise.all(
    [...recurrence, ...images, ...changes, mute, session, words, ...objects].map((object) => rm(object)),
  );
}

async function step(compiler: string, words: readonly string[], signal?: AbortSignal): Promise<void> {
  const { code, stderr } = await runCommand(compiler, words, { signal });
  if (code === 0) return;
  const reason = stderr.split('\n').find((line) => /error/i.test(line)) ?? `exit code ${code}`;
  throw new SetUpError(
    `${compiler} could not build the addon: ${reason.trim()}`,
    'Install a C++17 compiler, for example g++ 9 or later.',
  );
}
