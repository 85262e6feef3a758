import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseSource, resolveSource, SeededRandom } from '@expgraph/core';
import { startBackend } from '@expgraph/tensorflow/native';
import { tf } from '@expgraph/tensorflow/tfjs';
import { pythonEnvironment } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildMobileNetV2 } from './build-mobilenet-v2.js';
import { mobileNetV2Layers, mobileNetV2Table } from './mobilenet-v2-table.js';
import { loadWeights } from './mobilenet-v2-weights.js';
import { OPEN_IMAGES } from './weight-sources.js';

interface Output {
  readonly largest: number;
  readonly sum: number;
  readonly every: number;
  readonly values: readonly number[];
}
interface Case extends Output {
  readonly height: number;
  readonly width: number;
  readonly alpha: number;
  readonly parameters: number;
  readonly shape: readonly number[];
  readonly layers: readonly string[];
}
const script = fileURLToPath(new URL('../fixtures/keras-mobilenet.py', import.meta.url));
const golden = JSON.parse(await readFile(new URL('../fixtures/golden.json', import.meta.url), 'utf8')) as {
  cases: Case[];
  openImages: Output & { convolutions: number };
};

/** As in `keras-mobilenet.py`. */
function noise(count: number, phase: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    const wave = Math.sin(index * 12.9898 + phase) * 43758.5453;
    return 2 * (wave - Math.floor(wave)) - 1;
  });
}

const random = new SeededRandom(['test']);
const build = (height: number, width: number, alpha: number) =>
  buildMobileNetV2({ inputSize: [height, width], alpha, random });

function setFormulaWeights(network: tf.LayersModel): void {
  for (const [phase, layer] of network.layers.filter(({ weights }) => weights.length > 0).entries()) {
    const values = layer.weights.map((weight) => {
      const shape = weight.shape as number[];
      const name = weight.originalName.split('/').at(-1) as string;
      const fanIn = name === 'kernel' ? shape[0] * shape[1] * shape[2] : 9;
      const aboutOne = name === 'gamma' || name === 'moving_variance';
      const scale = name.endsWith('kernel') ? Math.fround(Math.sqrt(6 / fanIn)) : Math.fround(0.2);
      const count = shape.reduce((product, size) => product * size, 1);
      return tf.tensor(
        noise(count, phase).map((value) => (aboutOne ? 1 : 0) + value * scale),
        shape,
      );
    });
    layer.setWeights(values);
    tf.dispose(values);
  }
}

async function outputs(network: tf.LayersModel, features: Float32Array, shape: number[]): Promise<Float32Array> {
  const output = tf.tidy(() => network.predict(tf.tensor(features, shape)) as tf.Tensor);
  const values = Float32Array.from(await output.data<'float32'>());
  output.dispose();
  return values;
}

function expectClose(found: Float32Array, expected: Output): void {
  for (const [index, value] of expected.values.entries()) {
    expect(Math.abs(found[index * expected.every] - value) / expected.largest).toBeLessThan(1e-4);
  }
  const sum = found.reduce((total, value) => total + value, 0);
  expect(Math.abs(sum - expected.sum) / Math.abs(expected.sum)).toBeLessThan(1e-4);
}

/** Sources as a run would fetch them: from the user's cache, or from the registry. */
const registrySources = { resolve: (text: string) => resolveSource(parseSource(text, process.cwd())) };
const { signal } = new AbortController();

beforeAll(async () => void (await startBackend()), 600_000);

describe('MobileNetV2', () => {
  describe.each(golden.cases)('of alpha $alpha on $height x $width', ({ height, width, alpha, ...expected }) => {
    it('has the layers and the parameters of Keras', () => {
      const network = build(height, width, alpha);
      expect(network.layers.map((layer) => layer.name).slice(1)).toEqual(expected.layers);
      expect(network.countParams()).toBe(expected.parameters);
      const table = mobileNetV2Layers(mobileNetV2Table(alpha));
      expect(network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() }))).toEqual(table);
      network.dispose();
    });

    it('gives what Keras gives with the same weights', async () => {
      const network = build(height, width, alpha);
      setFormulaWeights(network);
      const found = await outputs(network, noise(height * width * 3, 0.5), [1, height, width, 3]);
      expect([1, ...network.outputs[0].shape.slice(1)]).toEqual(expected.shape);
      expectClose(found, expected);
      network.dispose();
    });
  });

  it('gives what the detector gives that the open-images weights are of', async () => {
    const network = build(300, 300, 1);
    await loadWeights(network, { weights: 'open-images', alpha: 1, inputSize: [300, 300] }, registrySources, signal);
    expectClose(await outputs(network, noise(300 * 300 * 3, 0.5), [1, 300, 300, 3]), golden.openImages);
    network.dispose();
  }, 300_000);

  it('begins with the same weights for the same seed', () => {
    const first = (network: tf.LayersModel) => [...network.getLayer('block_3_expand').getWeights()[0].dataSync()];
    const [a, b] = [build(64, 64, 0.35), build(64, 64, 0.35)];
    expect(first(a)).toEqual(first(b));
    const other = buildMobileNetV2({ inputSize: [64, 64], alpha: 0.35, random: new SeededRandom(['another']) });
    expect(first(other)).not.toEqual(first(a));
    for (const network of [a, b, other]) network.dispose();
  });

  it('leaves no tensor behind when it is disposed of', async () => {
    const before = tf.memory().numTensors;
    const network = build(64, 64, 1);
    await loadWeights(network, { weights: 'open-images', alpha: 1, inputSize: [64, 64] }, registrySources, signal);
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }, 300_000);

  it('refuses a file of another architecture, naming the layer', async () => {
    const network = build(64, 64, 0.5);
    const options = { weights: 'x.tflite', alpha: 0.5, inputSize: [64, 64] as const };
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-mobilenet-'));
    const path = join(folder, 'x.tflite');
    const assets = await readFile((await registrySources.resolve(OPEN_IMAGES.source)).path);
    await writeFile(path, assets.subarray(OPEN_IMAGES.start, OPEN_IMAGES.end));
    const local = { resolve: async () => ({ path, isDirectory: false }) };
    await expect(loadWeights(network, options, local, signal)).rejects.toThrow(
      '"Conv1/kernel" of x.tflite has the shape [3, 3, 3, 32], expected [3, 3, 3, 16].',
    );
    await writeFile(path, assets.subarray(OPEN_IMAGES.start, OPEN_IMAGES.start + 40_000));
    await expect(loadWeights(network, options, local, signal)).rejects.toThrow('it is cut short or damaged');
    network.dispose();
    await rm(folder, { recursive: true, force: true });
  });
});

// Installing Keras takes minutes: the full suite does, and compares with it as it is today.
describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('MobileNetV2, against Keras itself', () => {
  it.each([
    [96, 96, 1],
    [75, 110, 0.5],
  ])(
    'reads the .h5 that Keras writes and gives its outputs, on %i x %i with alpha %f',
    async (height, width, alpha) => {
      const bin = await pythonEnvironment('keras', ['tensorflow-cpu==2.21.0']);
      const folder = await mkdtemp(join(tmpdir(), 'expgraph-mobilenet-'));
      await promisify(execFile)(join(bin, 'python'), [
        script,
        'live',
        folder,
        String(height),
        String(width),
        String(alpha),
      ]);
      const network = build(height, width, alpha);
      const local = { resolve: async () => ({ path: join(folder, 'model.h5'), isDirectory: false }) };
      await loadWeights(network, { weights: 'model.h5', alpha, inputSize: [height, width] }, local, signal);
      const read = async (name: string) => new Float32Array(Uint8Array.from(await readFile(join(folder, name))).buffer);
      const expected = await read('output.bin');
      const found = await outputs(network, await read('input.bin'), [2, height, width, 3]);
      const largest = Math.max(...expected.map(Math.abs));
      expect(found).toHaveLength(expected.length);
      expect(Math.max(...found.map((value, index) => Math.abs(value - expected[index]))) / largest).toBeLessThan(1e-4);
      await rm(folder, { recursive: true, force: true });
      network.dispose();
    },
    600_000,
  );
});
