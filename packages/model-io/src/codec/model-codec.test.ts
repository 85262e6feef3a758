import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '@expgraph/sdk';
import { gru } from '@expgraph/tensorflow/layers';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallNetwork, weightsOf } from '../../test/small-network.js';
import { modelCodec } from './model-codec.js';

let folder: string;
beforeAll(async () => {
  await startBackend();
  folder = await mkdtemp(join(tmpdir(), 'expgraph-model-'));
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function stored(model: Model): Promise<string> {
  const target = await mkdtemp(join(folder, 'm-'));
  await modelCodec.encode(model, target);
  return target;
}

/** A third is not a float32, so it reveals a rounded value. */
const optimizerState = {
  type: 'adam',
  variables: {
    'hidden/kernel': { steps: 7, slots: { momentum: Float32Array.of(1 / 3, -0), velocity: Float32Array.of(1e-30, 2) } },
  },
};

describe('modelCodec', () => {
  it('restores weights exactly, and frozen layers, the card and the optimizer state', async () => {
    const model: Model = { ...smallNetwork({ dropout: 0.2 }), optimizerState };
    model.network.getLayer('hidden').trainable = false;
    const read = await modelCodec.decode(await stored(model));
    expect(weightsOf(read)).toEqual(weightsOf(model));
    expect(read.network.layers.map(({ name, trainable }) => ({ name, trainable }))).toEqual(
      model.network.layers.map(({ name, trainable }) => ({ name, trainable })),
    );
    expect(read.card).toEqual(model.card);
    expect(read.optimizerState).toEqual(optimizerState);
    for (const each of [model, read]) disposeModel(each);
  });

  it('restores stateful layers, for batches of any size', async () => {
    const network = tf.sequential();
    network.add(gru({ units: 2, stateful: true, inputShape: [4, 3], name: 'memory' }));
    const model: Model = { network, card: { architecture: 'small', input: { shape: ['batch', 4, 3] } } };
    const read = await modelCodec.decode(await stored(model));
    expect(read.network.stateful).toBe(true);
    for (const batch of [1, 3])
      tf.tidy(() => {
        const x = tf.ones([batch, 4, 3]);
        const [found, expected] = [read, model].map((each) => (each.network.predict(x) as tf.Tensor).dataSync());
        expect(found).toEqual(expected);
      });
    for (const each of [model, read]) disposeModel(each);
  });

  it('writes the same bytes for the same model', async () => {
    const model = smallNetwork();
    const [first, second] = [await stored(model), await stored(model)];
    expect(await readdir(first)).toEqual(['card.json', 'model.json', 'weights.bin']);
    expect(() => execFileSync('diff', ['-r', first, second])).not.toThrow();
    disposeModel(model);
  });

  it('writes files that plain tfjs reads, with the same outputs', async () => {
    const model = smallNetwork({ dropout: 0.2 });
    const target = await stored(model);
    const expected = tf.tidy(() => [...(model.network.predict(tf.ones([1, 5])) as tf.Tensor).dataSync()]);
    const program = `
      const tf = require(${JSON.stringify(createRequire(import.meta.url).resolve('@tensorflow/tfjs'))});
      const { readFileSync } = require('fs');
      const { modelTopology, weightsManifest } = JSON.parse(readFileSync(${JSON.stringify(join(target, 'model.json'))}));
      const weightData = Uint8Array.from(readFileSync(${JSON.stringify(join(target, 'weights.bin'))})).buffer;
      tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData }))
        .then((model) => process.stdout.write(JSON.stringify([...model.predict(tf.ones([1, 5])).dataSync()])));`;
    const output = execFileSync(process.execPath, ['-e', program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const found = JSON.parse(output.slice(output.lastIndexOf('['))) as number[];
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 5);
    disposeModel(model);
  });

  it('leaks no tensors', async () => {
    const model = smallNetwork();
    const before = tf.memory().numTensors;
    disposeModel(await modelCodec.decode(await stored(model)));
    expect(tf.memory().numTensors).toBe(before);
    disposeModel(model);
  });
});
