import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { modelCodec } from '@expgraph/model-io/codec';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { pythonEnvironment } from '@expgraph/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));
const script = fileURLToPath(new URL('../../model-io/fixtures/exported-models.py', import.meta.url));

const SIZE = 64;
/** A small experiment with transfer learning, fine-tuning and exports. */
const EXPERIMENT = `
name: colors
nodes:
  photos: { type: load/images, config: { source: photos, size: [${SIZE}, ${SIZE}], range: -1..1 } }
  backbone: { type: backbone/mobilenet-v2, config: { weights: none, inputSize: [${SIZE}, ${SIZE}], alpha: 0.35 } }
  frozen: { type: freeze, inputs: { model: backbone } }
  head: { type: head/classifier, inputs: { model: frozen, data: photos }, config: { units: [8], dropout: 0.2 } }
  transfer: { type: train, inputs: { model: head, train: photos }, config: { epochs: 1 } }
  unfrozen: { type: unfreeze, inputs: { model: transfer.model }, config: { from: block_16_expand } }
  finetune: { type: train, inputs: { model: unfrozen, train: photos }, config: { epochs: 1 } }
  guessed: { type: predict, inputs: { model: finetune.model, data: photos }, config: { top: 2 } }
  exported:
    type: export
    inputs: { model: finetune.model }
    config: { formats: [keras, h5, saved-model, tfjs-graph, tfjs-layers] }
`;

let folder: string;
let run: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-predict-'));
  for (const [name, red] of [
    ['dark', 40],
    ['light', 210],
  ] as const) {
    await mkdir(join(folder, 'photos', name), { recursive: true });
    for (let index = 0; index < 4; index += 1) {
      const background = { r: red + index, g: red, b: 100 };
      await sharp({ create: { width: 90, height: 70, channels: 3, background } })
        .jpeg()
        .toFile(join(folder, 'photos', name, `${index}.jpg`));
    }
  }
  await writeFile(join(folder, 'colors.yaml'), EXPERIMENT);
  await expgraph('run', 'colors.yaml');
  const [id] = await readdir(join(folder, '.expgraph', 'runs'));
  run = join(folder, '.expgraph', 'runs', id);
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Checks for leaks: a leak fails the run. */
const env = { ...process.env, EXPGRAPH_CHECK_LEAKS: '1' };
const expgraph = async (...words: string[]) =>
  (await promisify(execFile)(process.execPath, [program, ...words], { cwd: folder, env })).stdout;

describe('expgraph predict', () => {
  const image = 'photos/light/2.jpg';

  it('gives the predictions of the node predict, for models of a run, an export and an artifact', async () => {
    const table = await readFile(join(run, 'kept', 'guessed', 'top', 'predictions.csv'), 'utf8');
    const best = table.split('\n').find((line) => line.startsWith('light/2.jpg,1,')) as string;
    const [, , name, score] = best.split(',');
    const kept = join(run, 'kept', 'exported', 'tfjs-layers');
    const plan = JSON.parse(await readFile(join(run, 'plan.json'), 'utf8')) as { id: string; fingerprint: string }[];
    const artifact = join('.expgraph', 'artifacts', plan.find(({ id }) => id === 'finetune')?.fingerprint ?? '');
    for (const model of ['last:finetune', join(kept, 'model.json'), artifact]) {
      const found = JSON.parse(await expgraph('predict', model, image, 'photos/dark/0.jpg', '--json', '--top', '1'));
      expect(found.map((each: { image: string }) => each.image)).toEqual([image, 'photos/dark/0.jpg']);
      expect(found[0].predictions).toHaveLength(1);
      expect(found[0].predictions[0].class).toBe(name);
      expect(found[0].predictions[0].score).toBeCloseTo(Number(score), 5);
    }
  }, 120_000);

  it('prints the classes', async () => {
    const output = await expgraph('predict', 'last:finetune', image);
    expect(output).toMatch(/^2\.jpg\n {2}(dark|light) +0\.\d{4}\n {2}(dark|light) +0\.\d{4}\n$/);
  }, 60_000);

  it('lists the alternatives for an unknown model, run or image', async () => {
    await expect(expgraph('predict', 'last:classifier', image)).rejects.toThrow('has no model "classifier"');
    await expect(expgraph('predict', 'last:classifier', image)).rejects.toThrow('Its models are: finetune.');
    await expect(expgraph('predict', '1999:finetune', image)).rejects.toThrow('The run "1999" does not exist');
    await expect(expgraph('predict', 'photos', image)).rejects.toThrow('The model photos does not exist.');
    await expect(expgraph('predict', 'last:finetune', 'none.jpg')).rejects.toThrow('The file none.jpg does not exist.');
    await expect(expgraph('predict', 'last:finetune', 'colors.yaml')).rejects.toThrow('EXPGRAPH_PREDICT_FAILED');
    // A file that is not an image is not skipped: the others would get its predictions.
    await expect(expgraph('predict', 'last:finetune', 'colors.yaml', image)).rejects.toThrow(
      / "colors\.yaml": it is not a JPEG/,
    );
    await expect(expgraph('predict', 'last:finetune', 'photos')).rejects.toThrow(
      'photos is a folder, expected an image.',
    );
    await expect(expgraph('predict', 'last:exported/tfjs-graph', image)).rejects.toThrow('expected a layers-model');
  }, 120_000);

  it('rejects a damaged model of a run, an export and an artifact', async () => {
    const plan = JSON.parse(await readFile(join(run, 'plan.json'), 'utf8')) as { id: string; fingerprint: string }[];
    const fingerprint = plan.find(({ id }) => id === 'finetune')?.fingerprint ?? '';
    for (const [model, path] of [
      ['last:finetune', join(run, 'models', 'finetune')],
      ['last:exported/tfjs-layers', join(run, 'kept', 'exported', 'tfjs-layers')],
      [
        join('.expgraph', 'artifacts', fingerprint),
        join(folder, '.expgraph', 'artifacts', fingerprint, 'outputs', 'model'),
      ],
    ]) {
      const [name] = (await readdir(path)).filter((file) => file.endsWith('.bin'));
      const bytes = await readFile(join(path, name));
      bytes[0] ^= 1;
      await writeFile(join(path, name), bytes);
      const refused = expgraph('predict', model, image);
      await expect(refused).rejects.toThrow('EXPGRAPH_PREDICT_DAMAGED');
      await expect(refused).rejects.toThrow(new RegExp(`is damaged: the checksum of \\S*${name} is wrong`));
      // Later tests read the same model.
      bytes[0] ^= 1;
      await writeFile(join(path, name), bytes);
    }
  }, 120_000);
});

// Installing Keras takes minutes: only the full suite compares with Keras itself.
it.runIf(process.env.EXPGRAPH_FULL_TESTS)(
  'a fine-tuned model gives the same in Keras and TensorFlow',
  async () => {
    await startBackend();
    const { network } = await modelCodec.decode(join(run, 'models', 'finetune'));
    const inputs = [1, 3].map((batch) => ({
      dtype: 'float32',
      shape: [batch, SIZE, SIZE, 3],
      values: Array.from({ length: batch * SIZE * SIZE * 3 }, (_, index) => Math.sin(index * 12.9898)),
    }));
    const files = { keras: 'keras/model.keras', h5: 'h5/model.h5', tensorflow: 'saved-model', layer: 'saved-model' };
    const cases = Object.entries(files).map(([way, file]) => ({
      loader: way === 'h5' ? 'keras' : way,
      path: join(run, 'kept', 'exported', file),
      inputs,
    }));
    await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
    const python = join(await pythonEnvironment('keras', ['tensorflow-cpu==2.21.0']), 'python');
    const { stdout } = await promisify(execFile)(python, [script, join(folder, 'cases.json')]);
    for (const { error, outputs } of JSON.parse(stdout)) {
      expect(error).toBeUndefined();
      for (const [index, { shape, values }] of inputs.entries()) {
        const expected = tf.tidy(() => [...(network.predict(tf.tensor(values, shape)) as tf.Tensor).dataSync()]);
        for (const [position, value] of expected.entries()) expect(outputs[index][position]).toBeCloseTo(value, 4);
      }
    }
  },
  600_000,
);
