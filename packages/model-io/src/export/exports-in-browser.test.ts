import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchNormalization, conv2d, reLU, seededDropout } from '@expgraph/tensorflow/layers';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, type OpenPage, openPage } from '../../test/browser.js';
import {
  bidirectionalNetwork,
  convolutionalNetwork,
  lstmNetwork,
  networksOfEveryLayer,
} from '../../test/exported-networks.js';
import { wave } from '../../test/small-network.js';
import type { ExportFormat } from './check-export.js';
import { exportModel } from './export-model.js';

const stock = createRequire(import.meta.url).resolve('@tensorflow/tfjs/dist/tf.min.js');

let folder: string;
let browser: OpenPage | undefined;
beforeAll(async () => {
  await startBackend();
  folder = await mkdtemp(join(tmpdir(), 'expgraph-browser-'));
  if (CHROMIUM === undefined) return;
  browser = await openPage(folder);
  await browser.page.addScriptTag({ path: stock });
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A network of layers that plain TensorFlow.js has, some implemented in this package. */
const plainNetwork = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [8, 8, 3] }),
      conv2d({ filters: 4, kernelSize: 3 }),
      batchNormalization({}),
      reLU({ maxValue: 6 }),
      tf.layers.flatten(),
      seededDropout({ rate: 0.3 }),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });

// In browsers, TensorFlow.js has no graph operation for 3D transposed convolutions.
const { 'three dimensions': _, ...everyLayer } = networksOfEveryLayer;
const CASES: readonly (readonly [name: string, format: ExportFormat, make: () => tf.LayersModel])[] = [
  ['convolutions with batch normalization and dropout', 'tfjs-layers', plainNetwork],
  ['an LSTM', 'tfjs-layers', lstmNetwork],
  ['convolutions with groups', 'tfjs-graph', convolutionalNetwork],
  ['an LSTM', 'tfjs-graph', lstmNetwork],
  ['a bidirectional GRU', 'tfjs-graph', bidirectionalNetwork],
  ...Object.entries(everyLayer).map(([name, make]) => [name, 'tfjs-graph', make] as const),
];

describe('exported models in a browser with plain TensorFlow.js', () => {
  it.for(CASES)('with %s give the same outputs as %s', async ([name, format, make], { skip }) => {
    if (!browser) return skip('Chromium was not found: install it, or set EXPGRAPH_CHROMIUM to its path');
    const network = make();
    const path = `${name.replace(/\W/g, '-')}-${format}`;
    await mkdir(join(folder, path));
    await exportModel({ network, card: { architecture: name, input: {}, classes: ['a'] } }, format, join(folder, path));
    for (const batch of [1, 3]) {
      const shape = [batch, ...(network.inputs[0].shape.slice(1) as number[])];
      const values = [
        ...wave(
          shape.reduce((product, size) => product * size),
          batch,
        ),
      ];
      const expected = tf.tidy(() => [...(network.predict(tf.tensor(values, shape)) as tf.Tensor).dataSync()]);
      const found = await browser.page.evaluate(predictInBrowser, { path, format, shape, values });
      expect(found).toHaveLength(expected.length);
      for (const [index, value] of expected.entries()) expect(Math.abs(found[index] - value)).toBeLessThan(1e-4);
    }
    network.dispose();
  });
});

/** Runs in the browser. */
async function predictInBrowser(given: {
  path: string;
  format: string;
  shape: number[];
  values: number[];
}): Promise<number[]> {
  const { tf: there } = globalThis as unknown as { tf: typeof tf };
  await there.setBackend('cpu');
  const url = `/${given.path}/model.json`;
  const model = given.format === 'tfjs-graph' ? await there.loadGraphModel(url) : await there.loadLayersModel(url);
  const output = model.predict(there.tensor(given.values, given.shape)) as tf.Tensor;
  return [...(await output.data())];
}
