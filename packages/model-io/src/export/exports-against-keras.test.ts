import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { pythonEnvironment } from '@expgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bidirectionalNetwork,
  convolutionalNetwork,
  exampleInput,
  lstmNetwork,
  maskedNetworks,
  networksOfEveryLayer,
} from '../../test/exported-networks.js';
import type { ExportFormat } from './check-export.js';
import { exportModel } from './export-model.js';

const script = fileURLToPath(new URL('../../fixtures/exported-models.py', import.meta.url));

const networks: Readonly<Record<string, () => tf.LayersModel>> = {
  convolutionalNetwork,
  lstmNetwork,
  bidirectionalNetwork,
  ...networksOfEveryLayer,
  ...maskedNetworks,
};
/** How Python opens each format. */
const WAYS: readonly { format: ExportFormat; loader: string; file: string }[] = [
  { format: 'keras', loader: 'keras', file: 'model.keras' },
  { format: 'h5', loader: 'keras', file: 'model.h5' },
  { format: 'saved-model', loader: 'tensorflow', file: '' },
  { format: 'saved-model', loader: 'layer', file: '' },
];
const BATCHES = [1, 4, 7];

interface Found {
  readonly outputs?: readonly (readonly number[])[];
  readonly trainable?: readonly string[];
  readonly dtypes?: readonly string[];
  readonly error?: string;
}

// Installing Keras takes minutes, so only the full suite compares with its latest version.
describe.runIf(process.env.EXPGRAPH_FULL_TESTS)('exported models in Keras and TensorFlow', () => {
  const found = new Map<string, Found>();
  const expected = new Map<string, { outputs: number[][]; trainable: string[]; dtypes: string[] }>();
  let folder: string;

  beforeAll(async () => {
    await startBackend();
    folder = await mkdtemp(join(tmpdir(), 'expgraph-exports-'));
    const cases: { key: string; path: string; loader: string; inputs: object[] }[] = [];
    for (const [name, make] of Object.entries(networks)) {
      const network = make();
      const inputs = BATCHES.map((batch) => exampleInput(network, batch));
      const outputs = inputs.map(({ shape, values, dtype }) =>
        tf.tidy(() => [...(network.predict(tf.tensor(values, shape, dtype)) as tf.Tensor).dataSync()]),
      );
      expected.set(name, {
        outputs,
        dtypes: [network.inputs[0].dtype],
        trainable: network.layers.filter((layer) => layer.trainableWeights.length > 0).map((layer) => layer.name),
      });
      for (const { format, loader, file } of WAYS) {
        const target = join(folder, name, format);
        if (loader !== 'layer') {
          await mkdir(target, { recursive: true });
          await exportModel({ network, card: { architecture: name, input: {} } }, format, target);
        }
        cases.push({ key: `${name} ${format} ${loader}`, path: join(target, file), loader, inputs });
      }
      network.dispose();
    }
    await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
    const bin = await pythonEnvironment('keras', ['tensorflow-cpu==2.21.0']);
    const { stdout } = await promisify(execFile)(join(bin, 'python'), [script, join(folder, 'cases.json')], {
      maxBuffer: 1 << 28,
    });
    for (const [index, result] of (JSON.parse(stdout) as Found[]).entries()) found.set(cases[index].key, result);
  }, 900_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const all = Object.keys(networks).flatMap((name) => WAYS.map(({ format, loader }) => ({ name, format, loader })));
  it.each(all)(
    '$name as $format, loaded as $loader, gives the same outputs for batches of any size',
    ({ name, format, loader }) => {
      const result = found.get(`${name} ${format} ${loader}`);
      expect(result?.error).toBeUndefined();
      for (const [batch, outputs] of (expected.get(name)?.outputs ?? []).entries()) {
        expect(result?.outputs?.[batch]).toHaveLength(outputs.length);
        const differences = outputs.map((value, index) =>
          Math.abs(value - (result?.outputs?.[batch][index] ?? Number.NaN)),
        );
        expect(Math.max(...differences)).toBeLessThan(1e-5);
      }
      expect(result?.dtypes).toEqual(expected.get(name)?.dtypes);
      if (loader === 'keras') expect(result?.trainable).toEqual(expected.get(name)?.trainable);
    },
  );
});
