import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGraph, createRegistry, planRun, readDocumentText, SeededRandom } from '@expgraph/core';
import { formatTensorSpec, type Sources } from '@expgraph/sdk';
import { startBackend } from '@expgraph/tensorflow/native';
import { tf } from '@expgraph/tensorflow/tfjs';
import { testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import backbone from './index.js';
import { MobileNetV2 } from './mobilenet-v2.js';
import { sourceOfWeights } from './weight-sources.js';

type Config = Parameters<typeof MobileNetV2.infer>[0]['config'];
const defaults: Config = { inputSize: [224, 224], alpha: 1, weights: 'open-images' };
const infer = (config: Partial<Config>) => MobileNetV2.infer({ inputs: {}, config: { ...defaults, ...config } }).model;
const { signal } = new AbortController();

const noSources: Sources = { resolve: (source) => Promise.reject(new Error(`asked for ${source}`)) };
const run = (config: Partial<Config>, sources = noSources) =>
  new MobileNetV2({ start: async () => void (await startBackend()) }, new SeededRandom(['node']), sources).run({
    inputs: {},
    config: { ...defaults, ...config },
    fingerprints: {},
    signal,
  });

/** The error that a call throws, as far as its reader sees it. */
function refusal(config: Partial<Config>) {
  try {
    infer(config);
  } catch (error) {
    const { code, message, at, notes } = error as { code: string; message: string; at: unknown; notes: string[] };
    return { code, message, at, remedy: notes.at(-1) };
  }
  throw new Error('nothing was refused');
}

describe('backbone/mobilenet-v2', () => {
  it(
    'keeps the contract of nodes',
    () => testNode(MobileNetV2, { inputs: {}, config: { inputSize: [32, 32], alpha: 0.35, weights: 'none' } }),
    600_000,
  );

  it('has defaults in its schema that it accepts', () => {
    const { properties } = MobileNetV2.config;
    expect({
      inputSize: properties.inputSize.default,
      alpha: properties.alpha.default,
      weights: properties.weights.default,
    }).toEqual(defaults);
    expect(() => infer({})).not.toThrow();
  });

  it('tells its shapes, its range and its layers before anything runs', () => {
    const spec = infer({ inputSize: [97, 65], alpha: 1.4, weights: 'none' });
    expect(formatTensorSpec(spec.input ?? {})).toBe('float32[batch, 97, 65, 3] in -1..1');
    expect(formatTensorSpec(spec.output ?? {})).toBe('float32[batch, 4, 3, 1792]');
    expect(spec.layers).toHaveLength(154);
    expect(spec.layers).toContainEqual({ name: 'block_13_expand', kind: 'Conv2D' });
  });

  it.each([
    [32, 32, 0.35],
    [33, 63, 0.5],
    [95, 160, 1.3],
  ])(
    'builds what it told, on %i x %i with alpha %f',
    async (height, width, alpha) => {
      const config = { inputSize: [height, width], alpha, weights: 'none' } as const;
      const spec = infer(config);
      const { network, card } = (await run(config)).model;
      expect(['batch', ...network.outputs[0].shape.slice(1)]).toEqual(spec.output?.shape);
      expect(network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() }))).toEqual(spec.layers);
      expect(card).toEqual({ architecture: 'mobilenet-v2', weights: 'none', input: spec.input });
      network.dispose();
    },
    600_000,
  );

  it('refuses images that are too small', () => {
    expect(refusal({ inputSize: [224, 31] })).toEqual({
      code: 'EXPGRAPH_MOBILENET_INPUT_SIZE',
      message: 'inputSize is [224, 31], expected at least [32, 32].',
      at: { config: ['inputSize'] },
      remedy: 'Give a larger inputSize, and load images of that size.',
    });
  });

  it.each([
    ['open-images', 0.5],
    ['imagenet', 0.6],
  ])('refuses %s for alpha %f, which nobody has published', (weights, alpha) => {
    expect(refusal({ weights, alpha })).toEqual({
      code: 'EXPGRAPH_MOBILENET_ALPHA',
      message: `There are no weights "${weights}" for alpha ${alpha}.`,
      at: { config: ['alpha'] },
      remedy: 'Take one of these, or weights: none.',
    });
  });

  it('refuses weights of an unknown name, with the name that was probably meant', () => {
    expect(refusal({ weights: 'imagnet' })).toEqual({
      code: 'EXPGRAPH_MOBILENET_WEIGHTS',
      message: 'weights is "imagnet", which is no known name and no file of weights. Did you mean "imagenet"?',
      at: { config: ['weights'] },
      remedy: 'Give open-images, imagenet, none, or a source that ends in .h5 or .tflite.',
    });
  });

  it.each([
    [1, [224, 224], '1.0_224'],
    [0.35, [96, 96], '0.35_96'],
    [1.4, [128, 160], '1.4_224'],
    [0.75, [100, 100], '0.75_224'],
  ] as const)('takes the ImageNet weights that Keras takes for alpha %f and the size %j', (alpha, size, variant) => {
    expect(sourceOfWeights('imagenet', alpha, size)).toBe(
      `https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${variant}_no_top.h5`,
    );
  });

  it('leaves no tensor behind when its weights can not be had', async () => {
    await startBackend();
    const before = tf.memory().numTensors;
    await expect(run({ inputSize: [64, 64] })).rejects.toThrow('asked for npm:@mediapipe/objectron');
    expect(tf.memory().numTensors).toBe(before);
  }, 600_000);

  it('has another fingerprint when the file of weights is another, and none of the presets is taken for a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-mobilenet-'));
    const registry = createRegistry([{ name: 'backbone-mobilenet', plugin: backbone, codeIdentity: 'test' }]);
    const plan = async (weights: string) => {
      const text = `name: t\nnodes:\n  backbone: { type: backbone/mobilenet-v2, config: { weights: ${weights} } }\n`;
      const graph = buildGraph(readDocumentText(text, { file: 't.yaml', folder }), registry);
      return (await planRun(graph, { store: join(folder, '.expgraph') })).entries.get('backbone');
    };
    await writeFile(join(folder, 'own.h5'), 'first');
    const first = await plan('own.h5');
    await writeFile(join(folder, 'own.h5'), 'second');
    expect((await plan('own.h5'))?.fingerprint).not.toBe(first?.fingerprint);
    for (const preset of ['open-images', 'imagenet', 'none']) {
      expect(Object.keys((await plan(preset))?.ingredients ?? {})).not.toContain('content of weights');
    }
    await rm(folder, { recursive: true });
  });

  it('is loaded without TensorFlow.js', () => {
    // Importing TensorFlow.js makes its engine a global.
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
