// Compiles our native code with ASan and UBSan, and tests it with seeded random input: the kernels in executables, the functions of addons
// in Node. Ends with exit code 1 at the first fault, and prints how to repeat it.
//
//   node scripts/drive-native.mjs --calls 100000 --seed 1 [--only word_search,words] [--out FOLDER]
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand } from '@expgraph/data/files';
import { findCompiler } from '../dist/set-up/find-tools.js';
import { installedNative, installNative } from '../dist/set-up/install-native.js';
import { nativeFolder } from '../dist/set-up/native-folder.js';
import {
  compileOwnSources,
  includesOf,
  LANGUAGE,
  librariesOf,
  linkAddon,
  ownAddons,
} from '../dist/set-up/own-addons.js';
import { runCompiler } from '../dist/set-up/run-compiler.js';
import { NO_PROGRESS } from '../dist/set-up/set-up-progress.js';

const TESTS = fileURLToPath(new URL('../test/', import.meta.url));

const SANITIZERS = ['-fsanitize=address,undefined', '-fsanitize=float-cast-overflow', '-fno-sanitize-recover=all'];
const FLAGS = ['-O1', '-g', '-fno-omit-frame-pointer', '-D_GLIBCXX_ASSERTIONS', ...SANITIZERS];

/** Executables, and the sources that they test. */
const PROGRAMS = [
  { kernel: 'word_search', file: 'drive_words', sources: ['word_search'] },
  { kernel: 'resample', file: 'drive_resample', sources: ['jpeg_plan', 'taps', 'resample'] },
  { kernel: 'image_batch', file: 'drive_images', sources: ['image_batch', 'warp', 'recolor'] },
  { kernel: 'recurrence', file: 'drive_recurrence', sources: ['sequence_run', 'recurrence'] },
  {
    kernel: 'jpeg_file',
    file: 'drive_jpeg',
    sources: ['jpeg_file', 'jpeg_plan', 'taps', 'resample', 'read_file'],
    tensorflow: true,
  },
];

/** Addons whose functions are tested in Node. */
const ADDONS = ['words', 'changes', 'images', 'session', 'recurrent', 'mute'];

const { values: options } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    out: { type: 'string' },
  },
});
const wanted = options.only?.split(',');
const isWanted = (name) => !wanted || wanted.includes(name);

const compiler = await findCompiler();
if (!compiler) throw new Error('No C++ compiler was found. Install one, for example: apt-get install g++');
if (!(await installedNative())) await installNative(NO_PROGRESS);
const out = options.out ?? (await mkdtemp(join(tmpdir(), 'expgraph-drive-native-')));
await mkdir(out, { recursive: true });
try {
  const asan = await asanLibrary(compiler);
  await build(compiler, asan !== undefined);
  const programs = PROGRAMS.filter(({ kernel }) => isWanted(kernel));
  for (const { kernel, file } of programs) await drive(kernel, join(out, file), []);
  for (const addon of ADDONS.filter(isWanted)) {
    await drive(addon, process.execPath, ['--expose-gc', join(TESTS, 'drive-addon.mjs'), addon, out], asan);
  }
} finally {
  if (!options.out) await rm(out, { recursive: true, force: true });
}

/** Returns the library of gcc that a Node without ASan must preload for a sanitized addon. If undefined, the installed addons are tested. */
async function asanLibrary(command) {
  if (process.platform !== 'linux') return undefined;
  const { stdout } = await runCommand(command, ['-print-file-name=libasan.so']);
  return isAbsolute(stdout.trim()) ? stdout.trim() : undefined;
}

async function build(command, sanitizedAddons) {
  const libraries = nativeFolder();
  const toolchain = { compiler: command, flags: [...FLAGS, `-Wl,-rpath,${libraries}`], libraries };
  const objects = await compileOwnSources(toolchain, out);
  const includes = await includesOf(libraries);
  const link = async ({ file, sources, tensorflow }) => {
    const own = sources.flatMap((name) => objects.get(name) ?? []);
    const source = join(TESTS, `${file}.cc`);
    const flags = [...LANGUAGE, '-pthread', ...toolchain.flags, '-ffp-contract=off', '-Wall', ...includes];
    const words = [...flags, source, ...own, ...(tensorflow ? await librariesOf(libraries) : [])];
    await runCompiler(command, [...words, '-o', join(out, file)]);
  };
  await Promise.all(PROGRAMS.filter(({ kernel }) => isWanted(kernel)).map(link));
  if (sanitizedAddons) await Promise.all(ownAddons().map((addon) => linkAddon(toolchain, addon, objects, out)));
  const { JPEGS } = await import('../test/jpegs.mjs');
  for (const [name, bytes] of Object.entries(JPEGS)) await writeFile(join(out, `${name}.jpg`), bytes);
}

async function drive(name, command, words, asan) {
  const began = performance.now();
  const env = {
    ...process.env,
    ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1:detect_odr_violation=0',
    UBSAN_OPTIONS: 'print_stacktrace=1',
    TF_CPP_MIN_LOG_LEVEL: '3',
    ...(asan && { LD_PRELOAD: asan }),
  };
  const given = [...words, options.calls, options.seed];
  const { code, stdout, stderr } = await runCommand(command, given, { cwd: out, env });
  if (code !== 0)
    throw new Error(`${name} ended with ${code}. Repeat it: ${[command, ...given].join(' ')}\n${stdout}${stderr}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const how = command === process.execPath && !asan ? 'without sanitizers' : 'ASan and UBSan';
  for (const line of stdout.trim().split('\n'))
    console.log(`${line} calls, no fault (${how}, ${seconds} s, seed ${options.seed})`);
}
