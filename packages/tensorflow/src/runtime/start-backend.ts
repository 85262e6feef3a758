import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { type Binding, loadAddon, loadImageFiles, loadRecurrentOps, loadSessionAddon } from '@expgraph/native/addons';
import {
  ADDON,
  IMAGES,
  installedNative,
  installNative,
  isGpuWanted,
  MUTE,
  NO_PROGRESS,
  nativeFolder,
  projectAddon,
  RECURRENT,
  SESSION,
  SetUpError,
  type SetUpProgress,
  verifyAddon,
} from '@expgraph/native/set-up';

export type BackendChoice = 'auto' | 'native' | 'gpu' | 'wasm' | 'cpu';

const CHOICES: readonly BackendChoice[] = ['auto', 'native', 'gpu', 'wasm', 'cpu'];

export interface StartOptions {
  /**
   * Default: `EXPGRAPH_BACKEND` or auto, which is native TensorFlow with WASM as fallback. `gpu` is native TensorFlow
   * on NVIDIA GPUs.
   */
  readonly backend?: BackendChoice;
  /** Number of threads per operation; default the number of processors. */
  readonly threads?: number;
  readonly progress?: SetUpProgress;
  readonly signal?: AbortSignal;
}

/** A backend that was tried and not used. */
export interface SkippedStep {
  readonly step: string;
  readonly why: string;
  readonly remedy?: string;
}

/** The chosen backend, and why. */
export interface BackendReport {
  readonly backend: 'tensorflow' | 'wasm' | 'cpu';
  readonly origin: 'wheel' | 'tfjs-node' | 'tfjs-node-gpu' | 'npm';
  readonly tensorflowVersion?: string;
  readonly gpu: boolean;
  readonly threads: number;
  /** One line for the log. */
  readonly reason: string;
  readonly skipped: readonly SkippedStep[];
}

let started: Promise<BackendReport> | undefined;

/** Chooses and starts the backend of this process. Later calls return the same report. */
export function startBackend(options: StartOptions = {}): Promise<BackendReport> {
  started ??= start(options).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start(options: StartOptions): Promise<BackendReport> {
  const { threads = availableParallelism() } = options;
  const choice = options.backend ?? choiceOfEnvironment();
  // TensorFlow reads these when it is loaded.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  if (choice === 'gpu') {
    // Other parts of the native backend read this variable.
    process.env.EXPGRAPH_BACKEND = choice;
    // By default, TensorFlow allocates all memory of the GPU.
    process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  }
  const skipped: SkippedStep[] = [];
  if (choice === 'auto' || choice === 'native' || choice === 'gpu') {
    const native = await startNative(options, threads, skipped);
    if (choice === 'gpu' && !native?.gpu) {
      const reason = skipped.length > 0 ? reasonsOf(skipped) : 'TensorFlow uses the CPU';
      throw new SetUpError(`No GPU is available: ${reason}.`, skipped.at(-1)?.remedy ?? 'expgraph doctor');
    }
    if (native) return native;
    if (choice === 'native')
      throw new SetUpError(`The native backend is not available: ${reasonsOf(skipped)}.`, 'expgraph doctor');
  } else skipped.push({ step: 'native TensorFlow', why: `the backend "${choice}" is selected` });
  return choice === 'cpu' ? startCpu(skipped) : startWasm(skipped);
}

function choiceOfEnvironment(): BackendChoice {
  const choice = process.env.EXPGRAPH_BACKEND ?? 'auto';
  if (CHOICES.includes(choice as BackendChoice)) return choice as BackendChoice;
  throw new SetUpError(`EXPGRAPH_BACKEND is "${choice}".`, 'Set it to auto, native, gpu, wasm or cpu.');
}

const reasonsOf = (skipped: readonly SkippedStep[]) => skipped.map(({ step, why }) => `${step}: ${why}`).join('; ');

async function startNative({ progress = NO_PROGRESS, signal }: StartOptions, threads: number, skipped: SkippedStep[]) {
  const own = projectAddon();
  if (own && (!isGpuWanted() || own.origin === 'tfjs-node-gpu')) {
    const verified = await verifyAddon(own.addon);
    if ('version' in verified) {
      const reason = `TensorFlow ${verified.version} of the project's @tensorflow/${own.origin}, ${count(threads)}`;
      return useAddon(own.addon, own.origin, threads, reason, skipped);
    }
    skipped.push({ step: `@tensorflow/${own.origin}`, why: verified.failure });
  }
  try {
    const { version } = (await installedNative()) ?? (await installNative(progress, signal));
    const reason = `TensorFlow ${version} from PyPI with oneDNN, ${count(threads)}`;
    return await useAddon(join(nativeFolder(), ADDON), 'wheel', threads, reason, skipped);
  } catch (error) {
    if (signal?.aborted) throw error;
    const remedy = error instanceof SetUpError ? error.remedy : undefined;
    skipped.push({ step: 'TensorFlow from PyPI', why: error instanceof Error ? error.message : String(error), remedy });
    return undefined;
  }
}

const count = (threads: number) => `${threads} ${threads === 1 ? 'thread' : 'threads'}`;

/** The bundled part of tfjs-node. */
interface TfjsNode {
  NodeJSKernelBackend: new (binding: Binding, packageName: string) => never;
  registerKernels(): void;
}

async function useAddon(
  addon: string,
  origin: 'wheel' | 'tfjs-node' | 'tfjs-node-gpu',
  threads: number,
  reason: string,
  skipped: readonly SkippedStep[],
): Promise<BackendReport> {
  const { tf } = await import('../tfjs.js');
  const { registerNativeKernels } = await import('../kernels/register-native-kernels.js');
  const { NodeJSKernelBackend, registerKernels } = createRequire(import.meta.url)(
    '../../dist/vendor/tfjs-node.cjs',
  ) as TfjsNode;
  const binding = await withoutStartupMessages(origin, async () => {
    const loaded = loadAddon(addon);
    if (origin === 'wheel') {
      loadSessionAddon(join(dirname(addon), SESSION));
      loadRecurrentOps(join(dirname(addon), RECURRENT));
      loadImageFiles(join(dirname(addon), IMAGES));
    }
    tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(loaded, '@tensorflow/tfjs-node'), 3);
    registerKernels();
    registerNativeKernels();
    if (!(await tf.setBackend('tensorflow')))
      throw new SetUpError('TensorFlow.js could not start the native backend', 'expgraph doctor');
    // The first operation triggers TensorFlow's startup messages.
    tf.tidy(() => void tf.scalar(1).square().dataSync());
    return loaded;
  });
  const gpu = binding.isUsingGpuDevice();
  const steps = gpu ? await cudnnStep() : [];
  return {
    backend: 'tensorflow',
    origin,
    tensorflowVersion: binding.TF_Version,
    gpu,
    threads,
    reason: gpu ? `${reason}, on the GPU` : reason,
    skipped: [...skipped, ...steps],
  };
}

/** Returns a skipped step if there is a GPU but recurrent layers cannot use cuDNN. */
async function cudnnStep(): Promise<SkippedStep[]> {
  const { startCudnn } = await import('../layers/start-cudnn.js');
  const why = startCudnn();
  return why === undefined ? [] : [{ step: 'cuDNN for recurrent layers', why }];
}

interface Mute {
  mute(): void;
  unmute(): void;
}

/** Loads TensorFlow without its startup messages. Its log stays visible if a log level is set. */
async function withoutStartupMessages<Result>(
  origin: BackendReport['origin'],
  load: () => Promise<Result>,
): Promise<Result> {
  if (origin !== 'wheel' || Number(process.env.TF_CPP_MIN_LOG_LEVEL) < 2) return load();
  const { mute, unmute } = createRequire(import.meta.url)(join(nativeFolder(), MUTE)) as Mute;
  mute();
  try {
    return await load();
  } finally {
    unmute();
  }
}

async function startWasm(skipped: readonly SkippedStep[]): Promise<BackendReport> {
  const { tf } = await import('../tfjs.js');
  const require = createRequire(import.meta.url);
  const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
  const reason = `WebAssembly, one thread: it can predict, not train. Native TensorFlow: ${reasonsOf(skipped)}`;
  return { backend: 'wasm', origin: 'npm', gpu: false, threads: 1, reason, skipped };
}

async function startCpu(skipped: readonly SkippedStep[]): Promise<BackendReport> {
  const { tf } = await import('../tfjs.js');
  await tf.setBackend('cpu');
  const reason = 'plain JavaScript: slow, for tests only';
  return { backend: 'cpu', origin: 'npm', gpu: false, threads: 1, reason, skipped };
}
