import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkConfig, SeededRandom } from '@expgraph/core';
import { modelCodec } from '@expgraph/model-io/codec';
import type { Dataset, Infer, LayerSpec, MakeComponent, Model, ModelSpec } from '@expgraph/sdk';
import tensorflow from '@expgraph/tensorflow';
import { batchNormalization } from '@expgraph/tensorflow/layers';
import { disposeModel } from '@expgraph/tensorflow/model';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { completeConfig, memoryDataset, runNode, TemporaryFolders, testNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkMonitors } from './check-monitors.js';
import { Evaluate, Freeze, Predict, Train, Unfreeze } from './index.js';

/** Creates callbacks only, as the plugin host does. */
const make: MakeComponent = (kind, { type, ...options }) => {
  const found = tensorflow.components?.find((component) => component.kind === kind && component.type === type);
  const place = { path: [], owner: type, locate: () => ({ file: '', line: 1, column: 1, endLine: 1, endColumn: 2 }) };
  return found?.create(checkConfig(found.config, options, place, new Map()).config as never) as never;
};

const CLASSES = ['left', 'right'];
let data: Dataset;
let model: Model;

/** A small network for images, structured like a backbone with a head. */
function smallModel(): Model {
  const seed = 3;
  const kernelInitializer = tf.initializers.glorotUniform({ seed });
  const input = tf.input({ shape: [8, 8, 3], name: 'input' });
  let x = tf.layers
    .conv2d({ name: 'conv', filters: 4, kernelSize: 3, kernelInitializer })
    .apply(input) as tf.SymbolicTensor;
  x = batchNormalization({ name: 'conv_bn' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers.globalAveragePooling2d({ name: 'pool', dataFormat: 'channelsLast' }).apply(x) as tf.SymbolicTensor;
  x = tf.layers
    .dense({ name: 'predictions', units: 2, activation: 'softmax', kernelInitializer })
    .apply(x) as tf.SymbolicTensor;
  const network = tf.model({ inputs: input, outputs: x });
  return { network, card: { architecture: 'small', input: { shape: ['batch', 8, 8, 3] }, classes: CLASSES } };
}

beforeAll(async () => {
  await startBackend();
  const random = new SeededRandom(['data']);
  const labels = Int32Array.from({ length: 24 }, (_, index) => index % 2);
  const features = Float32Array.from(
    { length: 24 * 192 },
    (_, index) => random.normal() + labels[Math.floor(index / 192)] * (index % 3 === 0 ? 2 : 0),
  );
  data = memoryDataset({ features, shape: [8, 8, 3], labels, classes: CLASSES });
  model = smallModel();
}, 600_000);

describe('the node contract', () => {
  it('is fulfilled by freeze', () => testNode(Freeze, { inputs: { model }, config: { upTo: 'conv_bn' } }));
  it('is fulfilled by unfreeze', () => testNode(Unfreeze, { inputs: { model }, config: { from: 'conv' } }));
  it('is fulfilled by train', () =>
    testNode(Train, { inputs: { model, train: data, validation: data }, config: { epochs: 2 } }));
  it('is fulfilled by evaluate', () => testNode(Evaluate, { inputs: { model, data } }));
});

describe('a model that outputs values per timestep', () => {
  const REFUSED = 'The model outputs float32[batch, time, 1], expected float32[batch, outputs].';
  const spec: ModelSpec = { kind: 'model', output: { dtype: 'float32', shape: ['batch', 'time', 1] } };

  it.each(['class', 'number'] as const)('is not trained with one label per example, a %s', (encoding) => {
    const inputs = { model: spec, train: { kind: 'dataset', label: { encoding } } };
    const infer = () => Train.infer({ inputs, config: completeConfig(Train, {}) } as Infer<typeof Train>, make);
    expect(infer).toThrow(REFUSED);
    expect(infer).toThrow(expect.objectContaining({ at: { input: 'model' } }));
  });

  it('is rejected in a run if its output is unknown before', async () => {
    const input = tf.input({ shape: [null, 3] });
    const outputs = tf.layers.dense({ units: 1 }).apply(input) as tf.SymbolicTensor;
    const perStep: Model = {
      network: tf.model({ inputs: input, outputs }),
      card: { architecture: 'steps', input: {} },
    };
    const features = new Float32Array(24 * 15);
    const steps = memoryDataset({ features, shape: [5, 3], labels: data.labels() as Int32Array, classes: CLASSES });
    await expect(runNode(Train, { inputs: { model: perStep, train: steps } })).rejects.toThrow(REFUSED);
    await expect(runNode(Evaluate, { inputs: { model: perStep, data: steps } })).rejects.toThrow(REFUSED);
    disposeModel(perStep);
  });
});

describe('a model with another number of outputs than the labels require', () => {
  const output = (outputs: number) => ({ dtype: 'float32', shape: ['batch', outputs] }) as const;
  const inferred = (outputs: number, label: object) => () =>
    Train.infer(
      {
        inputs: { model: { kind: 'model', output: output(outputs) }, train: { kind: 'dataset', label } },
        config: completeConfig(Train, {}),
      } as Infer<typeof Train>,
      make,
    );

  it('is rejected before a run if the classes are known', () => {
    expect(inferred(1, { encoding: 'class', classes: ['neg', 'pos'] })).toThrow(
      'The model outputs 1 number for each example, but "train" has 2 classes: neg, pos.',
    );
    expect(inferred(3, { encoding: 'classes', classes: ['red', 'blue'] })).toThrow(
      'outputs 3 numbers for each example',
    );
    expect(inferred(2, { encoding: 'number' })).toThrow(
      'The model outputs 2 numbers for each example, but the labels of "train" are single numbers.',
    );
    expect(inferred(2, { encoding: 'class' })).not.toThrow();
    expect(inferred(1, { encoding: 'number' })).not.toThrow();
  });

  it('is rejected in a run otherwise, because scores would be assigned to other examples', async () => {
    const input = tf.input({ shape: [2] });
    const outputs = tf.layers.dense({ units: 4 }).apply(input) as tf.SymbolicTensor;
    const wide: Model = { network: tf.model({ inputs: input, outputs }), card: { architecture: 'wide', input: {} } };
    const labels = Int32Array.of(0, 1, 2, 0);
    const classes = ['left', 'right', 'middle'];
    const threeClasses = memoryDataset({ features: new Float32Array(8), shape: [2], labels, classes });
    const refused = /^The model outputs 4 numbers for each example, but "(train|data)" has 3 classes/;
    await expect(runNode(Train, { inputs: { model: wide, train: threeClasses } })).rejects.toThrow(refused);
    await expect(runNode(Evaluate, { inputs: { model: wide, data: threeClasses } })).rejects.toThrow(refused);
    disposeModel(wide);
  });
});

it('describes predicted numbers in the card, and rejects validation data with another scale', async () => {
  const input = tf.input({ shape: [2] });
  const outputs = tf.layers.dense({ units: 1 }).apply(input) as tf.SymbolicTensor;
  const line: Model = { network: tf.model({ inputs: input, outputs }), card: { architecture: 'line', input: {} } };
  const scaled = (factor: number) =>
    memoryDataset({
      features: Float32Array.of(1, 2, 3, 4),
      shape: [2],
      labels: Float32Array.of(1, 2),
      classes: [],
      spec: { label: { encoding: 'number', scaling: { offset: 5, factor }, feature: 1 } },
    });
  const config = { epochs: 1 };
  const { outputs: trained } = await runNode(Train, { inputs: { model: line, train: scaled(2) }, config });
  expect(trained.model.card.numbers).toEqual({ scaling: { offset: 5, factor: 2 }, feature: 1 });
  const inputs = { model: line, train: scaled(2), validation: scaled(3) };
  await expect(runNode(Train, { inputs, config })).rejects.toThrow('scaled differently from those of "train"');
  const folders = new TemporaryFolders();
  const given = { model: trained.model, data: scaled(2) };
  const { scores, classes } = (await runNode(Predict, { inputs: given, folders })).outputs.predictions;
  expect(classes).toEqual(['value']);
  const table = await readFile(join(folders.written.get('top') as string, 'predictions.csv'), 'utf8');
  expect(table).toBe(
    `name,value\n${Array.from(scores, (score, index) => `example ${index},${2 * score + 5}\n`).join('')}`,
  );
  disposeModel(trained.model);
  disposeModel(line);
});

it('rejects tokens of another vocabulary than that of the model, if it is known', () => {
  const tokens = (vocabularySize: number) => ({ dtype: 'int32', shape: ['batch', 4], vocabularySize }) as const;
  const spec = (vocabularySize: number) => ({ kind: 'dataset', features: tokens(vocabularySize) }) as const;
  const model = { kind: 'model', input: tokens(9) } as const;
  const infer = (vocabularySize: number) => () =>
    Evaluate.infer({ inputs: { model, data: spec(vocabularySize) }, config: { batchSize: 32 } });
  expect(infer(9)).not.toThrow();
  expect(infer(8)).toThrow('The vocabulary of "data" has 8 tokens, expected 9 as in the model.');
});

const trainableLayers = ({ network }: Model) =>
  network.layers.filter((layer) => layer.trainable).map((layer) => layer.name);

describe('train and evaluate with multi-label data', () => {
  /** Whether an image contains red, green and blue, independently. */
  function colors(size: number): Dataset {
    const random = new SeededRandom(['colors']);
    const labels = Float32Array.from({ length: size * 3 }, () => random.integer(2));
    const features = Float32Array.from({ length: size * 192 }, (_, index) => {
      const [example, color] = [Math.floor(index / 192), index % 3];
      return labels[example * 3 + color] + random.normal() / 4;
    });
    return memoryDataset({ features, shape: [8, 8, 3], labels, classes: ['red', 'green', 'blue'] });
  }

  function tagger(): Model {
    const input = tf.input({ shape: [8, 8, 3] });
    const pooled = tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }).apply(input) as tf.SymbolicTensor;
    const output = tf.layers.dense({ units: 3, activation: 'sigmoid', kernelInitializer: 'zeros' }).apply(pooled);
    const network = tf.model({ inputs: input, outputs: output as tf.SymbolicTensor });
    return { network, card: { architecture: 'tagger', input: {}, classes: ['red', 'green', 'blue'] } };
  }

  it('learn several classes per example', async () => {
    const [train, tagged] = [colors(64), tagger()];
    const config = { epochs: 30, batchSize: 16, optimizer: { type: 'adam', learningRate: 0.1 } };
    const inputs = { model: tagged, train, validation: train };
    const { outputs } = await runNode(Train, { inputs, config });
    const { metrics, predictions } = (await runNode(Evaluate, { inputs: { model: outputs.model, data: train } }))
      .outputs;
    expect(metrics.accuracy).toBeGreaterThan(0.97);
    expect(metrics.f1).toBeGreaterThan(0.97);
    expect(outputs.metrics.val_f1).toBeGreaterThan(0.97);
    expect(predictions.multiLabel).toBe(true);
    for (const each of [tagged, outputs.model]) disposeModel(each);
  });

  it('reject another loss, and balanced class weights, before a run', () => {
    const label = { encoding: 'classes' } as const;
    const infer = (config: object, encoding: 'class' | 'classes' | 'number' = 'classes') =>
      Train.infer(
        {
          inputs: { model: { kind: 'model' }, train: { kind: 'dataset', label: { ...label, encoding } } },
          config: completeConfig(Train, config) as never,
        },
        make,
      );
    expect(() => infer({ loss: 'categoricalCrossentropy' })).toThrow(
      'The loss categoricalCrossentropy cannot be computed from these labels, which are multi-label.',
    );
    expect(() => infer({ loss: 'binaryCrossentropy' }, 'number')).toThrow(/which are numbers\.$/);
    expect(() => infer({ classWeight: 'balanced' })).toThrow(/^classWeight: balanced/);
    expect(() => infer({ classWeight: 'balanced' }, 'number')).toThrow(
      'classWeight: balanced does not apply to labels that are numbers.',
    );
    expect(() => infer({ loss: 'binaryCrossentropy' })).not.toThrow();
  });
});

describe('train with the callback checkpoint', () => {
  it('saves the model of the best epoch to a folder, from which it is loaded again', async () => {
    const folders = new TemporaryFolders();
    const callbacks = [{ type: 'checkpoint', monitor: 'val_accuracy', every: 2 }];
    const inputs = { model, train: data, validation: data };
    const { outputs } = await runNode(Train, { inputs, config: { epochs: 2, callbacks }, folders });
    expect([...folders.written.keys()]).toEqual(['best-val_accuracy']);
    const kept = await modelCodec.decode(folders.written.get('best-val_accuracy') as string);
    const values = ({ network }: Model) => network.getWeights().map((weight) => [...weight.dataSync()]);
    expect(values(kept)).toEqual(values(outputs.model));
    expect(kept.card).toEqual(outputs.model.card);
  });
});

describe('freeze', () => {
  it('freezes all layers, or those up to a named one', async () => {
    const all = (await runNode(Freeze, { inputs: { model } })).outputs.model;
    expect(trainableLayers(all)).toEqual([]);
    const some = (await runNode(Freeze, { inputs: { model }, config: { upTo: 'conv_bn' } })).outputs.model;
    expect(trainableLayers(some)).toEqual(['pool', 'predictions']);
    for (const copy of [all, some]) disposeModel(copy);
  });

  it('suggests a layer name', async () => {
    await expect(runNode(Freeze, { inputs: { model }, config: { upTo: 'conv_bm' } })).rejects.toThrow(
      'The model has no layer "conv_bm". Did you mean "conv_bn"?',
    );
  });
});

describe('unfreeze', () => {
  it('unfreezes layers from a named one, except batch normalization', async () => {
    const { model: frozen } = (await runNode(Freeze, { inputs: { model } })).outputs;
    const { model: unfrozen } = (await runNode(Unfreeze, { inputs: { model: frozen }, config: { from: 'conv' } }))
      .outputs;
    expect(trainableLayers(unfrozen)).toEqual(['conv', 'pool', 'predictions']);
    const config = { from: 'conv_bn', batchNormalization: 'train' } as const;
    const { model: with_ } = (await runNode(Unfreeze, { inputs: { model: frozen }, config })).outputs;
    expect(trainableLayers(with_)).toEqual(['conv_bn', 'pool', 'predictions']);
    for (const copy of [frozen, unfrozen, with_]) disposeModel(copy);
  });
});

describe('unfreezing', () => {
  it('keeps trainable batch normalization trainable', async () => {
    const { model: unfrozen } = (await runNode(Unfreeze, { inputs: { model } })).outputs;
    expect(trainableLayers(unfrozen)).toContain('conv_bn');
    disposeModel(unfrozen);
  });

  it('unfreezes layers after some epochs, and logs the trained layers', async () => {
    const { model: frozen } = (await runNode(Freeze, { inputs: { model }, config: { layers: ['conv*'] } })).outputs;
    const config = { epochs: 3, unfreeze: [{ atEpoch: 1, kinds: ['Conv2D'], learningRateScale: 0.1 }] };
    const { outputs, tracker, logger } = await runNode(Train, {
      inputs: { model: frozen, train: data },
      config: config as never,
    });
    expect(trainableLayers(outputs.model)).toEqual(['conv', 'pool', 'predictions']);
    const steps = (name: string) => outputs.model.optimizerState?.variables[name]?.steps;
    expect([steps('conv/kernel'), steps('predictions/kernel'), steps('conv_bn/gamma')]).toEqual([2, 3, undefined]);
    expect(logger.lines).toEqual([
      'Training 1 of 3 layers (10 of 138 parameters); from epoch 2: 2 of 3 layers (122 of 138 parameters).',
    ]);
    const columns = ['block', 'layers', 'parameters', 'trainable', 'learning rate ×'];
    const head = ['predictions', 1, 10, 10, '1'];
    const unfrozen = [
      ['conv', 1, 112, 112, '0.1'],
      ['conv_bn', 1, 16, 0, ''],
    ];
    expect([...tracker.tables]).toEqual([
      ['Trained layers', { columns, rows: [['conv … conv_bn', 2, 128, 0, ''], head] }],
      ['Trained layers from epoch 2', { columns, rows: [...unfrozen, head] }],
    ]);
    for (const copy of [frozen, outputs.model]) disposeModel(copy);
  });
});

describe('before a run', () => {
  const layers = [
    { name: 'block1_conv', kind: 'Conv2D' },
    { name: 'block2_conv', kind: 'Conv2D' },
    { name: 'predictions', kind: 'Dense' },
  ];
  const spec = { kind: 'model', layers } as const;
  const frozenIn = (found: { readonly layers?: readonly LayerSpec[] }) =>
    found.layers?.filter(({ frozen }) => frozen).map(({ name }) => name);
  const freeze = (config: object) => Freeze.infer({ inputs: { model: spec }, config } as Infer<typeof Freeze>).model;
  const train = (given: ModelSpec, config: object) => {
    const all = { epochs: 4, learningRateScale: [], unfreeze: [], callbacks: [], ...config };
    const inputs = { model: given, train: { kind: 'dataset' } };
    return Train.infer({ inputs, config: all } as unknown as Infer<typeof Train>, make).model;
  };

  it('frozen layers are inferred', () => {
    const frozen = freeze({ first: 2 });
    expect(frozenIn(frozen)).toEqual(['block1_conv', 'block2_conv']);
    const config = { last: 1, batchNormalization: 'frozen' };
    const unfrozen = Unfreeze.infer({ inputs: { model: frozen }, config } as Infer<typeof Unfreeze>).model;
    expect(frozenIn(unfrozen)).toEqual(['block1_conv']);
    const unfreeze = [{ atEpoch: 1, last: 1, batchNormalization: 'frozen', learningRateScale: 1 }];
    expect(frozenIn(train(frozen, { unfreeze }))).toEqual(['block1_conv']);
  });

  it.each([
    ['val_acc', 'class', true, 'Did you mean "val_accuracy"?'],
    ['val_binary_accuracy', 'classes', true, 'Did you mean "val_accuracy"?'],
    ['validation_loss', 'number', true, 'Did you mean "val_loss"?'],
    ['val_f1', 'class', true, 'Unknown metric "val_f1".'],
    ['accuracy', 'number', true, 'Unknown metric "accuracy".'],
    ['val_loss', 'class', false, 'Unknown metric "val_loss".'],
    ['learning_rate', 'class', true, 'Unknown metric "learning_rate".'],
    ['val_accuracy', 'class', true, undefined],
    ['val_f1', 'classes', true, undefined],
    ['val_f1', undefined, true, undefined],
    ['loss', 'number', false, undefined],
  ] as const)('a callback monitors metrics of the training: %s with labels %s, validation: %s', (...given) => {
    const [monitor, encoding, validated, refused] = given;
    const data = { kind: 'dataset', label: encoding && { encoding } } as const;
    for (const type of ['early-stopping', 'reduce-lr-on-plateau', 'checkpoint']) {
      const check = () =>
        checkMonitors(
          { loss: 'auto', callbacks: [{ type: 'terminate-on-nan' }, { type, monitor }] },
          { train: data, ...(validated && { validation: data }) },
          make,
        );
      if (refused === undefined) expect(check).not.toThrow();
      else {
        expect(check).toThrow(refused);
        expect(check).toThrow(expect.objectContaining({ at: { config: ['callbacks', 1, 'monitor'] } }));
      }
    }
  });

  it('a callback that saves every model monitors nothing', () => {
    const every = [{ type: 'checkpoint', saveBestOnly: false, monitor: 'none' }];
    expect(() => checkMonitors({ loss: 'auto', callbacks: every }, { train: { kind: 'dataset' } }, make)).not.toThrow();
  });

  it('training is rejected if all layers are frozen', () => {
    expect(() => train(freeze({}), {})).toThrow('All 3 layers of the model are frozen');
  });
});

describe('train', () => {
  it('trains, reports metrics, and passes on the optimizer state', async () => {
    const config = { epochs: 25, batchSize: 8, optimizer: { type: 'adam', learningRate: 0.05 } };
    const { outputs, tracker } = await runNode(Train, { inputs: { model, train: data, validation: data }, config });
    expect(outputs.metrics.val_accuracy).toBeGreaterThan(0.9);
    expect(tracker.metrics).toHaveLength(25);
    expect(outputs.model.optimizerState?.variables['predictions/kernel'].steps).toBe(75);
    disposeModel(outputs.model);
  });

  it('resets the optimizer with optimizerState: reset', async () => {
    const train = (start: Model, optimizerState: 'continue' | 'reset') =>
      runNode(Train, { inputs: { model: start, train: data }, config: { epochs: 1, optimizerState } });
    const first = (await train(model, 'reset')).outputs.model;
    const continued = (await train(first, 'continue')).outputs.model;
    const reset = (await train(first, 'reset')).outputs.model;
    const steps = (trained: Model) => trained.optimizerState?.variables['predictions/kernel'].steps;
    expect([steps(first), steps(continued), steps(reset)]).toEqual([1, 2, 1]);
    for (const copy of [first, continued, reset]) disposeModel(copy);
  });

  it('rejects a model whose layers are all frozen', async () => {
    const { model: frozen } = (await runNode(Freeze, { inputs: { model } })).outputs;
    await expect(runNode(Train, { inputs: { model: frozen, train: data } })).rejects.toThrow(
      'All 5 layers of the model are frozen',
    );
    disposeModel(frozen);
  });

  it('reports the metrics of the best epoch when early stopping restores it', async () => {
    const callbacks = [{ type: 'early-stopping', patience: 1 }];
    const config = { epochs: 30, batchSize: 8, optimizer: { type: 'sgd', learningRate: 3 }, callbacks };
    const { outputs, tracker } = await runNode(Train, { inputs: { model, train: data, validation: data }, config });
    const losses = tracker.metrics.map(({ metrics }) => metrics.val_loss);
    expect(outputs.metrics.val_loss).toBe(Math.min(...losses));
    disposeModel(outputs.model);
  });
});

describe('evaluate', () => {
  it('outputs the scores of every example, regardless of the batch size', async () => {
    const run = async (batchSize: number) =>
      (await runNode(Evaluate, { inputs: { model, data }, config: { batchSize } })).outputs;
    const [small, large] = [await run(5), await run(24)];
    expect(small.predictions.scores).toHaveLength(48);
    expect(small.predictions.labels).toEqual(data.labels());
    expect(small.metrics.accuracy).toBe(large.metrics.accuracy);
    expect(small.metrics.loss).toBeCloseTo(large.metrics.loss, 6);
    for (let example = 0; example < 24; example += 1) {
      expect(small.predictions.scores[example * 2] + small.predictions.scores[example * 2 + 1]).toBeCloseTo(1, 5);
    }
  });
});
