import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGraph, createRegistry, parseSource, planRun, readDocumentText, resolveSource } from '@expgraph/core';
import { backbone } from '@expgraph/model-io/backbones';
import { formatTensorSpec, type Model, type ModelSpec } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { compareNumbers, completeConfig, noise, runNode, type SampledNumbers } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import plugin from './index.js';
import { mobileNetV2 } from './mobilenet-v2.js';
import { DETECTOR, OPEN_IMAGES } from './open-images.js';

const MobileNetV2 = backbone(mobileNetV2);
const detector = JSON.parse(
  await readFile(new URL('../fixtures/open-images.json', import.meta.url), 'utf8'),
) as SampledNumbers;

const infer = (config: object): ModelSpec => {
  const node = MobileNetV2 as unknown as { infer(given: object): { model: ModelSpec } };
  return node.infer({ inputs: {}, config: completeConfig(MobileNetV2, config) }).model;
};
const run = async (config: object, seed?: number) =>
  (await runNode(MobileNetV2, { inputs: {}, config, seed })).outputs.model as Model;

/** Returns the user-visible parts of the error for a config. */
function refusal(config: object) {
  try {
    infer(config);
  } catch (error) {
    const { code, message, at, notes } = error as { code: string; message: string; at: unknown; notes: string[] };
    return { code, message, at, notes };
  }
  throw new Error('no error was thrown');
}

beforeAll(async () => void (await startBackend()), 600_000);

describe('backbone/mobilenet-v2', () => {
  it('infers its shapes, range and layers before a run', () => {
    const spec = infer({ inputSize: [97, 65], alpha: 1.4, weights: 'none' });
    expect(formatTensorSpec(spec.input ?? {})).toBe('float32[batch, 97, 65, 3] in -1..1');
    expect(formatTensorSpec(spec.output ?? {})).toBe('float32[batch, 4, 3, 1792]');
    expect(spec.layers).toHaveLength(154);
    expect(spec.layers).toContainEqual(expect.objectContaining({ name: 'block_13_expand', kind: 'Conv2D' }));
  });

  it('matches the outputs of the original detector with open-images weights', async () => {
    const { network } = await run({ inputSize: [300, 300], weights: 'open-images' });
    const images = noise(300 * 300 * 3, 0.5);
    const output = tf.tidy(() => network.predict(tf.tensor(images, [1, 300, 300, 3])) as tf.Tensor);
    compareNumbers(output.dataSync<'float32'>(), detector, 1e-4, 'output');
    output.dispose();
    network.dispose();
  }, 600_000);

  it('has the same initial weights for the same seed, and others for another seed', async () => {
    const first = async (seed: number) => {
      const model = await run({ inputSize: [32, 32], alpha: 0.35, weights: 'none' }, seed);
      const values = [...model.network.getLayer('block_3_expand').getWeights()[0].dataSync()];
      disposeModel(model);
      return values;
    };
    const values = await first(1);
    expect(await first(1)).toEqual(values);
    expect(await first(2)).not.toEqual(values);
  });

  it('rejects images that are too small', () => {
    expect(refusal({ inputSize: [224, 31] })).toMatchObject({
      code: 'EXPGRAPH_BACKBONE_INPUT_SIZE',
      message: 'inputSize is [224, 31], expected at least [32, 32].',
      at: { config: ['inputSize'] },
    });
  });

  it.each([
    [
      { weights: 'open-images', alpha: 0.5 },
      'alpha is 0.5, expected 1 for the weights "open-images".',
      'The weights "imagenet" exist for these options: weights: imagenet',
    ],
    [
      { weights: 'open-images', includeTop: true },
      'includeTop is true, expected false for the weights "open-images".',
      'The weights "imagenet" exist for these options: weights: imagenet',
    ],
    [
      { weights: 'imagenet', alpha: 0.6 },
      'alpha is 0.6, expected 1 or 0.35 or 0.5 or 0.75 or 1.3 or 1.4 for the weights "imagenet".',
      'Set alpha to one of these values, or weights to a file of your own or none.',
    ],
  ])('rejects %j, for which no weights are published, at the option', (config, message, note) => {
    const found = refusal(config);
    const [option] = message.split(' ');
    expect(found).toMatchObject({ code: 'EXPGRAPH_BACKBONE_UNPUBLISHED', message, at: { config: [option] } });
    expect(found.notes[0]).toBe(note);
  });

  it('rejects unknown weights and suggests a name', () => {
    expect(refusal({ weights: 'imagnet' })).toMatchObject({
      code: 'EXPGRAPH_BACKBONE_WEIGHTS',
      message: 'Unknown weights "imagnet". Did you mean "imagenet"?',
      at: { config: ['weights'] },
    });
  });

  it('rejects published weights for another number of classes', () => {
    expect(refusal({ weights: 'imagenet', includeTop: true, classes: 9 })).toMatchObject({
      code: 'EXPGRAPH_BACKBONE_CLASSES',
      message: 'classes is 9, but the weights "imagenet" have 1000 classes.',
      at: { config: ['classes'] },
    });
  });

  it.each([
    [1, [224, 224], '1.0_224_no_top'],
    [0.35, [96, 96], '0.35_96_no_top'],
    [1.4, [128, 160], '1.4_224_no_top'],
    [0.75, [100, 100], '0.75_224_no_top'],
  ] as const)('uses the ImageNet weights that Keras uses for alpha %f and the size %j', (alpha, inputSize, variant) => {
    const config = completeConfig(MobileNetV2, { alpha, inputSize, weights: 'imagenet' });
    expect(mobileNetV2.variant?.(config as never, 'imagenet')).toBe(variant);
    const [{ source }] = mobileNetV2.weights.filter((one) => one.variant === variant);
    expect(source).toMatch(new RegExp(`mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${variant}\\.h5$`));
  });

  it('rejects a file of another architecture, naming the layer, and leaks no tensors', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-mobilenet-'));
    const weights = join(folder, 'x.tflite');
    const { path } = await resolveSource(parseSource(OPEN_IMAGES.source, process.cwd()));
    const assets = await readFile(path);
    const before = tf.memory().numTensors;
    const config = { inputSize: [64, 64], alpha: 0.5, weights };
    await writeFile(weights, assets.subarray(DETECTOR.start, DETECTOR.end));
    await expect(run(config)).rejects.toThrow('has the shape [3, 3, 3, 32], expected [3, 3, 3, 16].');
    await writeFile(weights, assets.subarray(DETECTOR.start, DETECTOR.start + 40_000));
    await expect(run(config)).rejects.toThrow('it is truncated or damaged');
    expect(tf.memory().numTensors).toBe(before);
    await rm(folder, { recursive: true, force: true });
  }, 300_000);

  it('has another fingerprint for another weights file, and does not treat names as files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-mobilenet-'));
    const registry = createRegistry([{ name: 'backbone-mobilenet', plugin, codeIdentity: 'test' }]);
    const plan = async (weights: string) => {
      const text = `name: t\nnodes:\n  backbone: { type: backbone/mobilenet-v2, config: { weights: ${weights} } }\n`;
      const graph = buildGraph(readDocumentText(text, { file: 't.yaml', folder }), registry);
      return (await planRun(graph, { store: join(folder, '.expgraph') })).entries.get('backbone');
    };
    await writeFile(join(folder, 'own.h5'), 'first');
    const first = await plan('own.h5');
    await writeFile(join(folder, 'own.h5'), 'second');
    expect((await plan('own.h5'))?.fingerprint).not.toBe(first?.fingerprint);
    for (const name of ['open-images', 'imagenet', 'none']) {
      expect(Object.keys((await plan(name))?.fingerprintInputs ?? {})).not.toContain('content of weights');
    }
    await rm(folder, { recursive: true });
  });

  it('is loaded without TensorFlow.js', () => {
    // Importing TensorFlow.js sets its engine as a global.
    const engineAfter = (name: string) =>
      execFileSync(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `await import('${import.meta.resolve(name)}'); console.log('_tfengine' in globalThis)`,
        ],
        { encoding: 'utf8' },
      ).trim();
    expect(engineAfter('@expgraph/plugin-backbone-mobilenet')).toBe('false');
    expect(engineAfter('@expgraph/tensorflow/tfjs')).toBe('true');
  });
});
