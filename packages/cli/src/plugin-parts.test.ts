/** A schedule and a layer of a local plugin, used like built-in ones. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../bin/expgraph.cjs', import.meta.url));

const PLUGIN = `import { component, inject, type Model, model, node, type Outputs, plugin, type Run, Type } from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';

const halving = component({
  kind: 'schedule',
  type: 'halving',
  config: Type.Object({ rate: Type.Number(), steps: Type.Integer({ minimum: 1 }) }),
  create: ({ rate, steps }) => ({ at: (step: number) => rate * 0.5 ** Math.floor(step / steps) }),
});

@node('parts/doubled')
class Double {
  static readonly inputs = { model: model() };
  static readonly outputs = { model: model() };
  static readonly config = Type.Object({});
  constructor(@inject(TensorFlow) private readonly tensorflow: TensorFlow) {}
  async run({ inputs }: Run<typeof Double>): Promise<Outputs<typeof Double>> {
    await this.tensorflow.start();
    const { tf } = await import('@expgraph/tensorflow/tfjs');
    const { cloneModel } = await import('@expgraph/tensorflow/model');
    const { Doubled } = await import('./doubled');
    const { network } = await cloneModel(inputs.model);
    const outputs = new Doubled({ name: 'doubled' }).apply(network.outputs[0]) as never;
    return { model: { network: tf.model({ inputs: network.inputs, outputs }), card: inputs.model.card } as Model };
  }
}
export default plugin({ name: 'parts', nodes: [Double], components: [halving as never], layers: [() => import('./doubled')] });
`;

const LAYER = `import { tf } from '@expgraph/tensorflow/tfjs';
export class Doubled extends tf.layers.Layer {
  static className = 'Doubled';
  computeOutputShape(shape: never) { return shape; }
  call(inputs: never) { return tf.tidy(() => tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, 2)); }
}
tf.serialization.registerClass(Doubled as never);
`;

const EXPERIMENT = `
plugins: [./parts.ts]
nodes:
  photos: { type: load/images, config: { source: photos, size: [32, 32], range: -1..1 } }
  backbone: { type: backbone/mobilenet-v2, config: { weights: none, inputSize: [32, 32], alpha: 0.35 } }
  frozen: { type: freeze, inputs: { model: backbone } }
  head: { type: head/classifier, inputs: { model: frozen, data: photos }, config: { units: [4] } }
  train:
    type: train
    inputs: { model: head, train: photos }
    config: { epochs: 1, batchSize: 2, optimizer: { type: sgd, learningRate: { type: halving, rate: 0.01, steps: 2 } } }
  doubled: { type: parts/doubled, inputs: { model: train.model } }
  test: { type: evaluate, inputs: { model: doubled, data: photos } }
`;

let folder: string;
const expgraph = async (...words: string[]) =>
  (await promisify(execFile)(process.execPath, [program, ...words], { cwd: folder })).stdout;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-parts-'));
  for (const [color, background] of Object.entries({ red: '#c00', blue: '#00c' })) {
    await mkdir(join(folder, 'photos', color), { recursive: true });
    for (const index of [1, 2])
      await sharp({ create: { width: 32, height: 32, channels: 3, background } })
        .jpeg({ quality: 50 + index })
        .toFile(join(folder, 'photos', color, `${index}.jpg`));
  }
  for (const [name, text] of Object.entries({ 'parts.ts': PLUGIN, 'doubled.ts': LAYER, 'parts.yaml': EXPERIMENT }))
    await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('runs with a schedule of a plugin', async () => {
  expect(await expgraph('run', 'parts.yaml')).toContain('7 executed, 0 cached');
}, 120_000);

it('reads a cached model with a layer of a plugin', async () => {
  const output = await expgraph('run', 'parts.yaml', '--set', 'nodes.test.config.batchSize=3');
  expect(output).toContain('1 executed, 6 cached');
}, 120_000);

it('predicts with a layer of a plugin, also for a copy of the model', async () => {
  const image = join('photos', 'red', '1.jpg');
  const output = await expgraph('predict', 'last:doubled', image);
  expect(output).toMatch(/^1\.jpg\n {2}(red|blue) +1\.\d+/);
  const { path } = JSON.parse(
    (await expgraph('run', 'parts.yaml', '--json')).split('\n').find((line) => line.includes('"models/doubled"')) ??
      '{}',
  );
  await promisify(execFile)('cp', ['-r', path, join(folder, 'copy')]);
  expect(await expgraph('predict', 'copy', image, '--plugin', './parts.ts')).toBe(output);
}, 120_000);
