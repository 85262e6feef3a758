import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '@expgraph/data/files';
import { afterEach, describe, expect, it } from 'vitest';
import { tf } from '../tfjs.js';
import { inspectBackend } from './inspect-backend.js';
import { type BackendReport, startBackend } from './start-backend.js';

const entry = fileURLToPath(new URL('../../dist/runtime/index.js', import.meta.url));
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-native-'));
  folders.push(folder);
  return folder;
}

/** Starts the backend in a child process with an empty cache and only the named programs on its PATH. */
async function startWith(
  programs: Readonly<Record<string, string>>,
  backend = 'auto',
): Promise<BackendReport & { failure?: string }> {
  const [cache, bin] = [await emptyFolder(), await emptyFolder()];
  for (const [name, target] of Object.entries(programs)) await symlink(target, join(bin, name));
  const script = `import(${JSON.stringify(entry)}).then((m) => m.startBackend()).then(
    (report) => console.log(JSON.stringify(report)), (error) => console.log(JSON.stringify({ failure: error.message })))`;
  const env = { PATH: bin, EXPGRAPH_CACHE: cache, EXPGRAPH_BACKEND: backend, HOME: cache };
  const { stdout } = await runCommand(process.execPath, ['-e', script], { env, cwd: cache });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as BackendReport & { failure?: string };
}

const which = async (name: string) => (await runCommand('sh', ['-c', `command -v ${name}`])).stdout.trim();

describe('startBackend', () => {
  it('starts native TensorFlow, which multiplies, convolves and differentiates', async () => {
    const report = await startBackend();
    expect(report).toMatchObject({ backend: 'tensorflow', tensorflowVersion: '2.21.0', origin: 'wheel', skipped: [] });
    expect(tf.getBackend()).toBe('tensorflow');
    const values = tf.tidy(() => {
      const matrix = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      const image = tf.ones([1, 8, 8, 3]) as tf.Tensor4D;
      const gradient = tf.grad((x) =>
        tf.conv2d(x as tf.Tensor4D, tf.ones([3, 3, 3, 4]) as tf.Tensor4D, 1, 'same').sum(),
      )(image);
      return [[...matrix.matMul(matrix).dataSync()], gradient.sum().dataSync()[0]];
    });
    // 4 filters over 3 channels: each of the 64 pixels is part of 9 windows, fewer at the edges: 22 * 22 in total.
    expect(values).toEqual([[7, 10, 15, 22], 22 * 22 * 3 * 4]);
  }, 600_000);

  it('resolves tfjs to one copy from every package', async () => {
    const required = createRequire(import.meta.url)('@tensorflow/tfjs') as typeof tf;
    expect(required.engine()).toBe(tf.engine());
    expect(required.LayersModel).toBe(tf.LayersModel);
    expect(required.Tensor).toBe(tf.Tensor);
  });

  it('falls back to WebAssembly without Python, and reports the remedy', async () => {
    const report = await startWith({});
    expect(report.backend).toBe('wasm');
    expect(report.reason).toContain('it can predict, not train');
    expect(report.skipped).toEqual([
      expect.objectContaining({
        why: 'no Python with pip was found',
        remedy: expect.stringContaining('Install python3 and pip'),
      }),
    ]);
  });

  it('does not fall back if a GPU is requested, and reports what is missing', async () => {
    const { failure } = await startWith({}, 'gpu');
    expect(failure).toBe('No GPU is available: TensorFlow from PyPI: no NVIDIA GPU was found.');
  });

  it('falls back to WebAssembly without a compiler', async () => {
    const report = await startWith({ python3: await which('python3') });
    expect(report.skipped[0]).toMatchObject({ why: expect.stringMatching(/no C\+\+ compiler|no Python with pip/) });
    expect(report.backend).toBe('wasm');
  });

  it('does not fall back if native is requested', async () => {
    expect((await startWith({}, 'native')).failure).toContain('The native backend is not available');
  });

  it('lists the values of EXPGRAPH_BACKEND', async () => {
    expect((await startWith({}, 'fast')).failure).toBe('EXPGRAPH_BACKEND is "fast".');
  });
});

describe('inspectBackend', () => {
  it('reports the environment', async () => {
    const { findings } = await inspectBackend();
    const bySubject = Object.fromEntries(findings.map((finding) => [finding.subject, finding]));
    expect(bySubject.Node).toMatchObject({ status: 'ok', detail: expect.stringContaining(process.version) });
    expect(bySubject.TensorFlow).toMatchObject({ status: 'ok', detail: expect.stringContaining('2.21.0') });
    expect(bySubject.tfjs.detail).toBe('one copy');
  });
});
