import { readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHANGES, IMAGES, MUTE, RECURRENT, SESSION, WORDS } from './native-folder.js';
import { runCompiler } from './run-compiler.js';

/** Folder of the sources of our addons. */
export const OWN_SOURCES = fileURLToPath(new URL('../../addons/', import.meta.url));

/** A C++ file. Loops are compiled once for any processor and once for AVX2; the code chooses between them when it runs. */
interface Source {
  readonly name: string;
  readonly flags?: readonly string[];
  /** Name of the loops, after that of the variant: `Warp` for `kPlainWarp` and `kAvx2Warp`. */
  readonly loops?: string;
}

export interface OwnAddon {
  readonly file: string;
  /** Folder of its sources. */
  readonly folder: string;
  readonly sources: readonly Source[];
  /** Whether it links TensorFlow. */
  readonly tensorflow: boolean;
  readonly flags?: readonly string[];
}

/** Rounds products and sums one after another on every processor, and lets the compiler vectorize comparisons. */
const SAME_NUMBERS = ['-ffp-contract=off', '-fno-trapping-math'];
const FAST = ['-O3'];

/** Each addon with its binding first. The other files do not depend on Node, so that executables can test them. */
const OWN_ADDONS: readonly OwnAddon[] = [
  { file: SESSION, folder: 'graph-session', sources: [{ name: 'graph_session' }], tensorflow: true },
  {
    file: RECURRENT,
    folder: 'recurrent',
    sources: [{ name: 'recurrent_ops' }, { name: 'sequence_run' }, { name: 'recurrence', loops: 'Loops' }],
    tensorflow: true,
    flags: ['-pthread'],
  },
  {
    file: IMAGES,
    folder: 'image-files',
    sources: [
      { name: 'image_files', flags: FAST },
      { name: 'jpeg_file', flags: FAST },
      { name: 'jpeg_plan' },
      { name: 'taps', flags: FAST },
      { name: 'read_file' },
      { name: 'resample', loops: 'Resample' },
    ],
    tensorflow: true,
  },
  {
    file: CHANGES,
    folder: 'image-ops',
    sources: [
      { name: 'image_ops' },
      { name: 'image_batch' },
      { name: 'warp', flags: SAME_NUMBERS, loops: 'Warp' },
      { name: 'recolor', flags: SAME_NUMBERS, loops: 'Recolor' },
    ],
    tensorflow: false,
  },
  { file: MUTE, folder: 'stderr-mute', sources: [{ name: 'stderr_mute' }], tensorflow: false },
  { file: WORDS, folder: 'token-ids', sources: [{ name: 'token_ids' }, { name: 'word_search' }], tensorflow: false },
];

const VARIANTS = [
  { name: 'Plain', instructions: [], only: undefined },
  { name: 'Avx2', instructions: ['-mavx2', '-mfma'], only: 'x64' },
] as const;

/** How C++ is compiled and linked. */
export interface Toolchain {
  readonly compiler: string;
  /** Flags after those of each file. */
  readonly flags: readonly string[];
  /** Folder of TensorFlow's libraries and headers. */
  readonly libraries: string;
  readonly signal?: AbortSignal;
}

/** Version of Node-API, and errors of node-addon-api as C++ exceptions, which are dropped when a worker thread ends. */
const NODE_API = ['-DNAPI_VERSION=8', '-DNAPI_CPP_EXCEPTIONS', '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS'];

/** Flags for all our C++. */
export const LANGUAGE = ['-std=c++17', '-fexceptions', ...NODE_API];

const STANDARD = [...LANGUAGE, '-O2', '-fPIC', '-DNODE_GYP_MODULE_NAME=expgraph', '-w'];

/** Returns flags to find the headers of Node-API, node-addon-api and TensorFlow, and ours. */
export async function includesOf(libraries: string): Promise<string[]> {
  const { include_dir } = await import('node-api-headers').then((module) =>
    'default' in module ? (module.default as typeof module) : module,
  );
  const nodeAddonApi = dirname(createRequire(import.meta.url).resolve('node-addon-api'));
  return [`-I${include_dir}`, `-I${nodeAddonApi}`, `-I${join(libraries, 'include')}`, `-I${OWN_SOURCES}`];
}

/** Returns the paths of TensorFlow's libraries, to link. */
export async function librariesOf(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('libtensorflow'));
  return names.map((name) => join(folder, name));
}

/** One compilation of a C++ file. */
export interface Compilation {
  /** Path of the file. */
  readonly source: string;
  /** Name of its object, without `.o`. */
  readonly object: string;
  readonly flags: readonly string[];
}

/** Returns the compilations of a file: one, or one for each variant of its loops. */
function compilationsOf(folder: string, { name, flags: own = [], loops }: Source): Compilation[] {
  const source = join(OWN_SOURCES, folder, `${name}.cc`);
  if (loops === undefined) return [{ source, object: name, flags: [...STANDARD, ...own] }];
  const variants = VARIANTS.filter(({ only }) => only === undefined || only === process.arch);
  return variants.map((variant) => {
    const names = [
      `-DEXPGRAPH_LOOPS=k${variant.name}${loops}`,
      `-DEXPGRAPH_INSTRUCTIONS="${variant.name.toLowerCase()}"`,
    ];
    const flags = [...STANDARD, ...FAST, ...names, ...variant.instructions, ...own];
    return { source, object: `${name}_${variant.name}`, flags };
  });
}

/** Returns all compilations of our addons. */
export const ownCompilations = (): Compilation[] =>
  ownAddons().flatMap(({ folder, sources }) => sources.flatMap((source) => compilationsOf(folder, source)));

/** Flags to link objects into an addon, which finds TensorFlow's libraries in its own folder. */
export const linkFlags = () =>
  process.platform === 'darwin'
    ? ['-bundle', '-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path']
    : ['-shared', '-Wl,-rpath,$ORIGIN'];

/** Our addons on this system. On macOS, sharp decodes images: whether TensorFlow's library exports its JPEG decoder there is untested. */
export const ownAddons = () => OWN_ADDONS.filter(({ file }) => file !== IMAGES || process.platform !== 'darwin');

/** Compiles the sources of our addons into a folder. Returns the objects of each source. */
export async function compileOwnSources(toolchain: Toolchain, folder: string): Promise<Map<string, string[]>> {
  const { compiler, libraries, signal } = toolchain;
  const includes = await includesOf(libraries);
  const compile = async ({ source, object, flags }: Compilation) => {
    const path = join(folder, `${object}.o`);
    await runCompiler(compiler, [...flags, ...toolchain.flags, ...includes, '-c', source, '-o', path], signal);
    return path;
  };
  const compiled = ownAddons().flatMap((addon) =>
    addon.sources.map(async (source) => {
      const objects = await Promise.all(compilationsOf(addon.folder, source).map(compile));
      return [source.name, objects] as const;
    }),
  );
  return new Map(await Promise.all(compiled));
}

/** Links an addon in a folder. */
export async function linkAddon(
  { compiler, flags: all, libraries, signal }: Toolchain,
  { file, sources, tensorflow, flags = [] }: OwnAddon,
  objects: ReadonlyMap<string, readonly string[]>,
  folder: string,
): Promise<void> {
  const own = sources.flatMap(({ name }) => objects.get(name) ?? []);
  const words = [...linkFlags(), ...flags, ...all, ...own, ...(tensorflow ? await librariesOf(libraries) : [])];
  await runCompiler(compiler, [...words, '-o', join(folder, file)], signal);
}

/** Compiles our addons into a folder. */
export async function buildOwnAddons(toolchain: Toolchain, folder: string): Promise<void> {
  const objects = await compileOwnSources(toolchain, folder);
  await Promise.all(ownAddons().map((addon) => linkAddon(toolchain, addon, objects, folder)));
  await Promise.all([...objects.values()].flat().map((object) => rm(object)));
}
