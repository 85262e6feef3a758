import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHANGES, IMAGES, MUTE, RECURRENT, SESSION, WORDS } from './native-folder.js';
import { runCompiler } from './run-compiler.js';

/** The sources of our own addons. */
export const OWN_SOURCES = fileURLToPath(new URL('../../addons/', import.meta.url));

/** A file of C++. Loops are compiled once for any processor and once for most: which serves is chosen where they run. */
interface Source {
  readonly name: string;
  readonly flags?: readonly string[];
  /** What the loops are called behind the name of the variant: `kPlainWarp`, `kAvx2Warp`. */
  readonly loops?: string;
}

export interface OwnAddon {
  readonly file: string;
  /** Of its sources. */
  readonly folder: string;
  readonly sources: readonly Source[];
  /** Whether it calls TensorFlow. */
  readonly tensorflow: boolean;
  readonly flags?: readonly string[];
}

/** A product and a sum are rounded one after the other on every processor, and comparisons may be made of many numbers at once. */
const SAME_NUMBERS = ['-ffp-contract=off', '-fno-trapping-math'];
const FAST = ['-O3'];

/** Each with its binding to Node first; the other files know nothing of Node, so that any executable can drive them. */
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
      { name: 'image_changes' },
      { name: 'image_batch' },
      { name: 'warp', flags: SAME_NUMBERS, loops: 'Warp' },
      { name: 'recolour', flags: SAME_NUMBERS, loops: 'Recolour' },
    ],
    tensorflow: false,
  },
  { file: MUTE, folder: 'stderr-mute', sources: [{ name: 'stderr_mute' }], tensorflow: false },
  { file: WORDS, folder: 'token-ids', sources: [{ name: 'word_numbers' }, { name: 'word_search' }], tensorflow: false },
];

const VARIANTS = [
  { name: 'Plain', instructions: [], only: undefined },
  { name: 'Avx2', instructions: ['-mavx2', '-mfma'], only: 'x64' },
] as const;

/** How C++ is compiled and linked. */
export interface Toolchain {
  readonly compiler: string;
  /** Behind the flags that a file has of its own. */
  readonly flags: readonly string[];
  /** The folder of TensorFlow's libraries and headers. */
  readonly libraries: string;
  readonly signal?: AbortSignal;
}

const STANDARD = ['-std=c++17', '-O2', '-fPIC', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=expgraph', '-w'];

/** Flags to find the headers of Node-API and TensorFlow. */
export async function includesOf(libraries: string): Promise<string[]> {
  const { include_dir } = await import('node-api-headers').then((module) =>
    'default' in module ? (module.default as typeof module) : module,
  );
  return [`-I${include_dir}`, `-I${join(libraries, 'include')}`, `-I${OWN_SOURCES}`];
}

/** TensorFlow's libraries, as they are linked. */
export async function librariesOf(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('libtensorflow'));
  return names.map((name) => join(folder, name));
}

/** Compiles a file into objects in a folder: one, or one for each variant of its loops. */
async function compileSource(
  { compiler, flags, libraries, signal }: Toolchain,
  sources: string,
  { name, flags: own = [], loops }: Source,
  folder: string,
): Promise<string[]> {
  const includes = await includesOf(libraries);
  const compile = async (object: string, more: readonly string[]) => {
    const path = join(folder, `${object}.o`);
    const source = join(OWN_SOURCES, sources, `${name}.cc`);
    await runCompiler(
      compiler,
      [...STANDARD, ...more, ...own, ...flags, ...includes, '-c', source, '-o', path],
      signal,
    );
    return path;
  };
  if (loops === undefined) return [await compile(name, [])];
  const variants = VARIANTS.filter(({ only }) => only === undefined || only === process.arch);
  return Promise.all(
    variants.map((variant) => {
      const names = [
        `-DEXPGRAPH_LOOPS=k${variant.name}${loops}`,
        `-DEXPGRAPH_INSTRUCTIONS="${variant.name.toLowerCase()}"`,
      ];
      return compile(`${name}_${variant.name}`, [...FAST, ...names, ...variant.instructions]);
    }),
  );
}

/** Flags that make an addon of objects. It finds TensorFlow's libraries beside itself. */
export const linkFlags = () =>
  process.platform === 'darwin'
    ? ['-bundle', '-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path']
    : ['-shared', '-Wl,-rpath,$ORIGIN'];

/** Our own addons on this system. On macOS nobody has seen yet that TensorFlow's library gives its decoder away: there, sharp decodes. */
export const ownAddons = () => OWN_ADDONS.filter(({ file }) => file !== IMAGES || process.platform !== 'darwin');

/** Compiles the sources of our own addons into a folder. Returns the objects of each. */
export async function compileOwnSources(toolchain: Toolchain, folder: string): Promise<Map<string, string[]>> {
  const compiled = ownAddons().flatMap((addon) =>
    addon.sources.map(async (source) => {
      const objects = await compileSource(toolchain, addon.folder, source, folder);
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

/** Compiles our own addons into a folder. */
export async function buildOwnAddons(toolchain: Toolchain, folder: string): Promise<void> {
  const objects = await compileOwnSources(toolchain, folder);
  await Promise.all(ownAddons().map((addon) => linkAddon(toolchain, addon, objects, folder)));
  await Promise.all([...objects.values()].flat().map((object) => rm(object)));
}
