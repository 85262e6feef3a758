import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, runCommand } from '@expgraph/data/files';
import {
  ADDON,
  findCompiler,
  findPip,
  installedNative,
  isGpuWanted,
  nativeFolder,
  nativeRoot,
  nvidiaGpus,
  projectAddon,
  verifyAddon,
} from '@expgraph/native/set-up';

/** State of a part of the environment, and the remedy if it is not ok. */
export interface Finding {
  readonly subject: string;
  readonly status: 'ok' | 'warning' | 'problem';
  readonly detail: string;
  readonly remedy?: string;
}

/** Checks the requirements of the backend. Installs nothing; libraries are loaded in a child process. */
export async function inspectBackend(): Promise<{ findings: Finding[] }> {
  const [native, python, compiler, gpu, caches] = await Promise.all([
    nativeFinding(),
    pythonFinding(),
    compilerFinding(),
    gpuFinding(),
    cacheFindings(),
  ]);
  return { findings: [nodeFinding(), native, python, compiler, threadFinding(), gpu, tfjsFinding(), ...caches] };
}

function nodeFinding(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const detail = `${process.version} (${process.platform}-${process.arch})`;
  if (major > 20 || (major === 20 && minor >= 19)) return { subject: 'Node', status: 'ok', detail };
  return { subject: 'Node', status: 'problem', detail, remedy: 'expgraph needs Node 20.19 or later.' };
}

async function nativeFinding(): Promise<Finding> {
  const subject = 'TensorFlow';
  const own = projectAddon();
  if (own) {
    const verified = await verifyAddon(own.addon);
    if ('version' in verified)
      return { subject, status: 'ok', detail: `${verified.version}, of the project's @tensorflow/${own.origin}` };
  }
  const installed = await installedNative();
  if (!installed)
    return { subject, status: 'warning', detail: 'not set up yet', remedy: 'The first run sets it up from PyPI.' };
  const verified = await verifyAddon(join(nativeFolder(), ADDON));
  if ('version' in verified)
    return { subject, status: 'ok', detail: `${verified.version}, from PyPI, in ${nativeFolder()}` };
  const remedy = `Remove ${nativeRoot()} and run again to rebuild it.`;
  return { subject, status: 'problem', detail: `loading failed: ${verified.failure}`, remedy };
}

async function pythonFinding(): Promise<Finding> {
  const python = await findPip();
  if (!python)
    return {
      subject: 'pip',
      status: 'warning',
      detail: 'not found',
      remedy: 'Needed once, to fetch TensorFlow: install python3 and pip.',
    };
  return {
    subject: 'pip',
    status: 'ok',
    detail: (await runCommand(python, ['-m', 'pip', '--version'])).stdout.trim().replace(/ from .*\(/, ' ('),
  };
}

async function compilerFinding(): Promise<Finding> {
  const compiler = await findCompiler();
  if (!compiler)
    return {
      subject: 'compiler',
      status: 'warning',
      detail: 'not found',
      remedy: 'Needed once, to build the addon: install g++ or clang++.',
    };
  const [line] = (await runCommand(compiler, ['--version'])).stdout.split('\n');
  return { subject: 'compiler', status: 'ok', detail: line };
}

const threadFinding = (): Finding => ({
  subject: 'threads',
  status: 'ok',
  detail: process.env.TF_NUM_INTRAOP_THREADS
    ? `${process.env.TF_NUM_INTRAOP_THREADS} (TF_NUM_INTRAOP_THREADS)`
    : `${availableParallelism()}`,
});

async function gpuFinding(): Promise<Finding> {
  const subject = 'GPU';
  const gpus = await nvidiaGpus();
  if (gpus.length === 0) return { subject, status: 'ok', detail: 'none' };
  const detail = gpus.join('; ');
  if (isGpuWanted()) return { subject, status: 'ok', detail };
  const remedy = 'expgraph uses the CPU. For the GPU, set EXPGRAPH_BACKEND=gpu (docs/guide/gpu.md).';
  return { subject, status: 'warning', detail, remedy };
}

/** Two copies of tfjs in one process have separate engines. The project must use the copy of expgraph. */
function tfjsFinding(): Finding {
  const resolve = (from: string) => {
    try {
      return createRequire(from).resolve('@tensorflow/tfjs');
    } catch {
      return undefined;
    }
  };
  const [ours, theirs] = [resolve(import.meta.url), resolve(join(process.cwd(), 'x.js'))];
  if (theirs === undefined || theirs === ours) return { subject: 'tfjs', status: 'ok', detail: 'one copy' };
  const remedy = 'Remove @tensorflow/tfjs from the project, and import tf from @expgraph/tensorflow/tfjs.';
  return { subject: 'tfjs', status: 'warning', detail: `the project has another copy: ${theirs}`, remedy };
}

async function cacheFindings(): Promise<Finding[]> {
  const root = cacheFolder();
  const names = await readdir(root).catch(() => []);
  return Promise.all(
    names.map(async (name) => {
      const size = await sizeBelow(join(root, name));
      return { subject: 'cache', status: 'ok', detail: `${join(root, name)}: ${(size / 1e6).toFixed(1)} MB` } as const;
    }),
  );
}

async function sizeBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((total, size) => total + size, 0);
}
