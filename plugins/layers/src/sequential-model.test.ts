import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ComponentConfig, Dataset, MakeComponent } from '@expgraph/sdk';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { memoryDataset, runNode, testNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { layers } from './layers/index.js';
import { SequentialModel } from './sequential-model.js';

const MASKED = ['masked-average', 'masked-max', 'masked-flatten', 'masked-convolution'] as const;
const NAMES = ['images', 'tokens', 'masking', ...MASKED] as const;
type Name = (typeof NAMES)[number];

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const { outputs } = JSON.parse(readFileSync(`${FIXTURES}sequential.json`, 'utf8')) as {
  readonly outputs: Readonly<Record<Name, readonly number[]>>;
};

const wave = (length: number, phase: number) =>
  Float32Array.from({ length }, (_, index) => Math.sin(index * 12.9898 + phase) * 0.5);

const images: Dataset = memoryDataset({
  features: wave(2 * 9 * 8 * 3, 1),
  shape: [9, 8, 3],
  labels: Int32Array.of(0, 1),
  classes: ['a', 'b', 'c'],
});

const tokens: Dataset = memoryDataset({
  features: Float32Array.from({ length: 12 }, (_, index) => index % 7),
  shape: [6],
  labels: Int32Array.of(0, 1),
  classes: ['a', 'b'],
  spec: { features: { dtype: 'int32', shape: ['batch', 6], vocabularySize: 7 } },
});

/** Sequences of numbers with padded timesteps, whose features are all 9. */
const padded: Dataset = memoryDataset({
  features: wave(2 * 6 * 3, 1).map((value, index) => {
    const step = Math.floor(index / 3);
    // A timestep with a single 9, at index 33, is not padding.
    return [4, 5, 6, 9].includes(step) || index === 33 ? 9 : value;
  }),
  shape: [6, 3],
  labels: Int32Array.of(0, 1),
  classes: ['a', 'b'],
});

const DATA: Readonly<Record<Name, Dataset>> = {
  images,
  tokens,
  masking: padded,
  ...(Object.fromEntries(MASKED.map((name) => [name, tokens])) as Record<(typeof MASKED)[number], Dataset>),
};

/** Layers after an embedding that masks token id 0. */
const masked = (...layers: ComponentConfig[]): ComponentConfig[] => [
  { type: 'embedding', outputDim: 4, maskZero: true },
  { type: 'dense', units: 4, activation: 'elu' },
  ...layers,
  { type: 'dense', units: 2, activation: 'sigmoid' },
];

/** The models of `keras-sequential.py`. */
const LAYERS: Readonly<Record<Name, readonly ComponentConfig[]>> = {
  images: [
    { type: 'rescaling', scale: 2, offset: -0.5 },
    { type: 'conv2d', filters: 4, kernelSize: 3, strides: [2, 1], padding: 'same', activation: 'relu' },
    { type: 'batch-normalization' },
    { type: 'max-pooling2d' },
    { type: 'conv2d', filters: 5, kernelSize: [1, 2], useBias: false },
    { type: 'activation', activation: 'swish' },
    { type: 'depthwise-conv2d', kernelSize: 2, padding: 'same' },
    { type: 'average-pooling2d', poolSize: 2, strides: 1 },
    { type: 'flatten' },
    { type: 'dropout', rate: 0.5 },
    { type: 'layer-normalization' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
  tokens: [
    { type: 'embedding', outputDim: 4 },
    { type: 'conv1d', filters: 5, kernelSize: 3, padding: 'same', activation: 'tanh' },
    { type: 'max-pooling1d' },
    { type: 'average-pooling1d', poolSize: 2, strides: 1 },
    { type: 'dense', units: 4, activation: 'elu' },
    { type: 'global-average-pooling1d' },
    { type: 'dense', units: 2, activation: 'sigmoid' },
  ],
  masking: [
    { type: 'masking', maskValue: 9 },
    { type: 'rescaling', scale: 2, offset: -0.5 },
    { type: 'dense', units: 4, activation: 'tanh' },
    { type: 'batch-normalization' },
    { type: 'layer-normalization' },
    { type: 'activation', activation: 'elu' },
    { type: 'dropout', rate: 0.5 },
    { type: 'global-average-pooling1d' },
    { type: 'dense', units: 2, activation: 'softmax' },
  ],
  'masked-average': masked({ type: 'global-average-pooling1d' }),
  'masked-max': masked({ type: 'global-max-pooling1d' }),
  'masked-flatten': masked({ type: 'flatten' }),
  // A convolution ends the mask.
  'masked-convolution': masked(
    { type: 'conv1d', filters: 5, kernelSize: 3, padding: 'same' },
    { type: 'global-average-pooling1d' },
  ),
};

const make: MakeComponent = (kind, { type, ...options }) => {
  const component = layers.find((one) => one.kind === kind && one.type === type);
  if (!component) throw new Error(`Unknown ${kind} "${type}".`);
  return component.create(options as never) as never;
};

const run = (data: Dataset, config: object) =>
  runNode(SequentialModel, { inputs: { data }, config: config as never, components: layers });

/** Returns the error for layers on a dataset before a run. Defaults of options are filled in. */
function refused(data: Dataset, layers: readonly ComponentConfig[]): unknown {
  try {
    SequentialModel.infer({ inputs: { data: data.spec }, config: { layers, weights: 'none' } as never }, make);
  } catch (error) {
    return error;
  }
  return undefined;
}

beforeAll(async () => void (await startBackend()), 600_000);

describe('model/sequential', () => {
  it('fulfills the node contract', () =>
    testNode(SequentialModel, {
      inputs: { data: tokens },
      config: { layers: LAYERS.tokens } as never,
      components: layers,
    }));

  it.each(NAMES)('matches Keras with the weights of either file: %s', async (name) => {
    const data = DATA[name];
    const batch = await data.read([0, 1]);
    for (const ending of ['h5', 'weights.h5']) {
      const config = { layers: LAYERS[name], weights: `file:${FIXTURES}${name}.${ending}` };
      const { model } = (await run(data, config)).outputs;
      const given = tf.tensor(batch.features, [...batch.shape]);
      const result = model.network.predict(given) as tf.Tensor;
      const [found, shape] = [result.dataSync(), result.shape];
      tf.dispose([given, result]);
      expect(shape).toEqual([2, data.classes.length]);
      for (const [index, value] of outputs[name].entries()) expect(found[index]).toBeCloseTo(value, 5);
      expect(model.card.classes).toEqual(data.classes);
      disposeModel(model);
    }
  });

  it('infers its output and layers before a run', async () => {
    const { model } = (await run(images, { layers: LAYERS.images })).outputs;
    const layers = LAYERS.images.map((layer) => completed(layer));
    const config = { layers, weights: 'none' } as never;
    const { model: spec } = SequentialModel.infer({ inputs: { data: images.spec }, config }, make);
    expect(spec.output?.shape).toEqual(['batch', 3]);
    expect(spec.layers).toMatchObject(
      model.network.layers.map((layer) => ({ name: layer.name, kind: layer.getClassName() })),
    );
    expect(spec.layers?.map(({ name }) => name)).toContain('conv2d_1');
    disposeModel(model);
  });

  it('infers the classes of timesteps for tagged data', async () => {
    const time = tokens.spec.features?.shape?.[1] as number;
    const label = { encoding: 'tags', classes: ['a', 'b', 'c'] } as const;
    const spec = { ...tokens.spec, label };
    const data: Dataset = { ...tokens, spec, classes: label.classes, labels: () => new Int32Array(tokens.size * time) };
    const layers = [
      { type: 'embedding', outputDim: 4 },
      { type: 'dense', units: 3, activation: 'softmax' },
    ];
    const { model } = (await run(data, { layers })).outputs;
    const config = { layers: layers.map(completed), weights: 'none' } as never;
    const { model: inferred } = SequentialModel.infer({ inputs: { data: spec }, config }, make);
    expect(model.card.classes).toEqual(label.classes);
    expect(inferred).toMatchObject({ classes: label.classes, output: { shape: ['batch', time, 3] } });
    disposeModel(model);
  });

  it('reports a layer that does not fit at its position', () => {
    const conv2d = completed({ type: 'conv2d', filters: 4, kernelSize: 3 });
    const flatten = { type: 'flatten' };
    expect(refused(images, [flatten, conv2d])).toMatchObject({
      code: 'EXPGRAPH_LAYERS_NOT_ON',
      message: 'Layer 2, conv2d, gets float32[batch, 216], expected float32[batch, height, width, channels].',
      at: { config: ['layers', 1] },
    });
    expect(refused(tokens, [{ type: 'dense', units: 2 }])).toMatchObject({ code: 'EXPGRAPH_LAYERS_NOT_ON' });
    const large = completed({ type: 'conv2d', filters: 4, kernelSize: 9 });
    expect(refused(images, [large])).toMatchObject({ code: 'EXPGRAPH_LAYERS_NOTHING_LEFT' });
    const named = { type: 'flatten', name: 'flat' };
    expect(refused(images, [named, named])).toMatchObject({
      code: 'EXPGRAPH_LAYERS_NAME',
      at: { config: ['layers', 1, 'name'] },
    });
  });
});

/** Fills in default options, as core does. */
function completed({ type, ...options }: ComponentConfig): ComponentConfig {
  const component = layers.find((one) => one.type === type);
  const properties = (component?.config.properties ?? {}) as Readonly<Record<string, object>>;
  const defaults = Object.entries(properties).flatMap(([name, schema]) =>
    'default' in schema ? [[name, schema.default]] : [],
  );
  return { type, ...Object.fromEntries(defaults), ...options };
}
