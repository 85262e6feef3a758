import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset, Model, Vocabulary } from '@expgraph/sdk';
import { bidirectional, gru, lstm, simpleRnn } from '@expgraph/tensorflow/layers';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { tf } from '@expgraph/tensorflow/tfjs';
import { completeConfig, memoryDataset, runNode, TemporaryFolders, testNode } from '@expgraph/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { HiddenStates } from './hidden-states.js';
import { Occlusion } from './occlusion.js';

const vocabulary: Vocabulary = { tokens: ['good', 'bad', 'film', 'the'], counts: [], texts: [], size: 0 };
const CLASSES = ['negative', 'positive'];

function texts(rows: readonly (readonly number[])[]): Dataset {
  const features = Float32Array.from(rows.flat());
  const shape = [rows[0].length];
  const labels = new Int32Array(rows.length);
  const spec = { features: { dtype: 'int32', shape: ['batch', ...shape], vocabularySize: 7 } } as const;
  return memoryDataset({ features, shape, labels, classes: CLASSES, spec });
}

/** Sets weights given as nested lists, and frees the tensors. */
function setWeights(network: tf.LayersModel, weights: readonly object[]): void {
  const tensors = weights.map((weight) => tf.tensor(weight as number[]));
  network.setWeights(tensors);
  tf.dispose(tensors);
}

function modelOf(inputs: tf.SymbolicTensor, outputs: tf.SymbolicTensor, classes?: readonly string[]): Model {
  return { network: tf.model({ inputs, outputs }), card: { architecture: 'test', input: { dtype: 'int32' }, classes } };
}

const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor) => layer.apply(x) as tf.SymbolicTensor;

/** Returns the lines of a file in a folder that a node has written. */
async function linesOf<Line>(folders: TemporaryFolders, name: string, file: string): Promise<Line[]> {
  const text = await readFile(join(folders.written.get(name) ?? '', file), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

beforeAll(async () => startBackend());

describe('explain/occlusion', () => {
  /** The score of a class is the mean of one value per token, so that the effect of a token is known exactly. */
  function additive(): Model {
    const input = tf.input({ shape: [5] });
    const embedded = apply(tf.layers.embedding({ inputDim: 7, outputDim: 2 }), input);
    const model = modelOf(input, apply(tf.layers.globalAveragePooling1d({}), embedded), CLASSES);
    //                padding, start, unknown, good, bad, film, the
    const positive = [0, 0.1, 0.5, 3, -2, 0.25, 0.5];
    setWeights(model.network, [positive.map((value) => [-value, value])]);
    return model;
  }

  const data = texts([
    [1, 6, 3, 5, 0],
    [1, 4, 4, 3, 2],
  ]);
  const inputs = () => ({ model: additive(), data, vocabulary });

  it('keeps the contract of nodes', () => testNode(Occlusion, { inputs: inputs(), config: { examples: 2 } }));

  it('returns the contribution of each token to a mean', async () => {
    const folders = new TemporaryFolders();
    // More variants than a batch, so that the last batch is smaller.
    const { tracker } = await runNode(Occlusion, { inputs: inputs(), config: { batchSize: 2 }, folders });
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6));
    expect(await linesOf(folders, 'occlusion', 'tokens.jsonl')).toEqual([
      {
        name: 'example 0',
        class: 'positive',
        score: expect.closeTo((0.1 + 0.5 + 3 + 0.25) / 5, 6),
        tokens: ['the', 'good', 'film'],
        falls: close([0, 0.5, -0.05]),
      },
      {
        // 0.1 - 2 - 2 + 3 + 0.5 is below 0.
        name: 'example 1',
        class: 'negative',
        score: expect.closeTo(0.4 / 5, 6),
        tokens: ['bad', 'bad', 'good', '<unknown>'],
        falls: close([0.5, 0.5, -0.5, 0]),
      },
    ]);
    expect(tracker.pictures.get('Tokens that move the score')).toMatchObject({
      texts: [{ title: 'example 0: positive 0.770', tokens: ['the', 'good', 'film'] }, {}],
    });
  });

  it('replaces with padding, and measures the given class', async () => {
    const folders = new TemporaryFolders();
    const config = { replacement: 'padding', class: 'positive' } as const;
    await runNode(Occlusion, { inputs: inputs(), config, folders });
    const [, second] = await linesOf<{ falls: number[] }>(folders, 'occlusion', 'tokens.jsonl');
    expect(second).toMatchObject({ class: 'positive', falls: [-0.4, -0.4, 0.6, 0.1].map((v) => expect.closeTo(v, 6)) });
  });

  it('rejects a model that scores each timestep', async () => {
    const refused = /^The model outputs float32\[batch, time, 2\], scores per timestep/;
    const output = { shape: ['batch', 'time', 2] } as const;
    const specs = { model: { kind: 'model', output }, data: data.spec, vocabulary: { kind: 'vocabulary' } } as const;
    const config = completeConfig(Occlusion, {}) as never;
    expect(() => Occlusion.infer({ inputs: specs, config })).toThrow(refused);
    const input = tf.input({ shape: [5] });
    const steps = modelOf(input, apply(tf.layers.embedding({ inputDim: 7, outputDim: 2 }), input), CLASSES);
    await expect(runNode(Occlusion, { inputs: { model: steps, data, vocabulary } })).rejects.toThrow(refused);
    steps.network.dispose();
  });

  it('rejects wrong inputs and options', async () => {
    const infer = (features: object, name?: string) =>
      Occlusion.infer({
        inputs: {
          model: { kind: 'model', classes: CLASSES },
          data: { kind: 'dataset', features },
          vocabulary: { kind: 'vocabulary' },
        },
        config: { examples: 1, class: name, replacement: 'unknown', batchSize: 1 },
      });
    expect(() => infer({ dtype: 'float32', shape: ['batch', 4] })).toThrow('are float32[batch, 4], expected int32');
    expect(() => infer({}, 'positve')).toThrow('The model has no class "positve". Did you mean "positive"?');
    const smaller = { ...vocabulary, tokens: ['good'] };
    await expect(runNode(Occlusion, { inputs: { ...inputs(), vocabulary: smaller } })).rejects.toThrow(
      '"data" was encoded with a vocabulary of size 7, and "vocabulary" has size 4.',
    );
  });
});

describe('explain/hidden-states', () => {
  type Nested = number[][][];
  interface Golden {
    readonly weights: object[];
    readonly states: Nested;
    readonly scores: Nested;
  }
  interface Line {
    readonly steps: string[];
    readonly states: number[][];
    readonly scores?: Record<string, number[]>;
  }
  const LAYERS = {
    SimpleRNN: () => simpleRnn({ units: 4 }),
    LSTM: () => lstm({ units: 4 }),
    GRU: () => gru({ units: 4 }),
    Bidirectional: () => bidirectional({ layer: gru({ units: 2 }) }),
  };

  /** Results of Keras; see fixtures/make-states.py. */
  let golden: Record<keyof typeof LAYERS, Golden> & { readonly tokens: number[][] };
  beforeAll(async () => {
    golden = JSON.parse(await readFile(new URL('../fixtures/states.json', import.meta.url), 'utf8'));
  });

  function classifier(kind: keyof typeof LAYERS): Model {
    const input = tf.input({ shape: [6] });
    const x = apply(tf.layers.embedding({ inputDim: 7, outputDim: 3, maskZero: true }), input);
    const dense = tf.layers.dense({ units: 2, activation: 'softmax' });
    const model = modelOf(input, apply(dense, apply(LAYERS[kind](), x)), CLASSES);
    setWeights(model.network, golden[kind].weights);
    return model;
  }

  it('keeps the contract of nodes', () =>
    testNode(HiddenStates, { inputs: { model: classifier('LSTM'), data: texts(golden.tokens), vocabulary } }));

  it.each(Object.keys(LAYERS) as (keyof typeof LAYERS)[])(
    'matches the states and scores of Keras: %s',
    async (kind) => {
      const folders = new TemporaryFolders();
      const inputs = { model: classifier(kind), data: texts(golden.tokens), vocabulary };
      const { tracker } = await runNode(HiddenStates, { inputs, folders });
      const lines = await linesOf<Line>(folders, 'hidden-states', 'states.jsonl');
      expect(lines.map(({ steps }) => steps)).toEqual([
        ['<start>', 'bad', 'good', 'film'],
        ['<start>', '<unknown>', 'bad', 'bad', 'good', 'the'],
      ]);
      const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));
      for (const [example, { steps, states, scores }] of lines.entries()) {
        expect(states).toEqual(golden[kind].states[example].slice(0, steps.length).map(close));
        const expected = CLASSES.map((name, index) => [
          name,
          close(golden[kind].scores[example].slice(0, steps.length).map((step) => step[index])),
        ]);
        // A backward layer cannot score a prefix of the sequence.
        expect(scores).toEqual(kind === 'Bidirectional' ? undefined : Object.fromEntries(expected));
      }
      expect(tracker.pictures.get('State: example 0')).toMatchObject({ kind: 'grid', values: { length: 4 } });
      expect([...tracker.pictures.keys()].includes('Score: example 0')).toBe(kind !== 'Bidirectional');
    },
  );

  it('accepts a layer below others, and numeric sequences', async () => {
    const input = tf.input({ shape: [3, 2] });
    const below = gru({ units: 4, returnSequences: true, name: 'below' });
    const model = modelOf(input, apply(lstm({ units: 2, name: 'above' }), apply(below, input)));
    const data = memoryDataset({
      features: Float32Array.from({ length: 6 }, (_, index) => index / 6),
      shape: [3, 2],
      labels: Float32Array.of(0),
      classes: [],
    });
    const folders = new TemporaryFolders();
    await runNode(HiddenStates, { inputs: { model, data }, config: { layer: 'below' }, folders });
    const [line] = await linesOf<Line>(folders, 'hidden-states', 'states.jsonl');
    const cut = tf.model({ inputs: input, outputs: below.output as tf.SymbolicTensor });
    const expected = tf.tidy(
      () =>
        cut.predict(tf.tensor([Array.from({ length: 3 }, (_, step) => [step / 3, (2 * step + 1) / 6])])) as tf.Tensor,
    );
    const [states] = (await expected.array()) as Nested;
    expect(line.states).toEqual(states.map((step) => step.map((value) => expect.closeTo(value, 5))));
    expect(line.steps).toEqual(['1', '2', '3']);
    expect(line.scores).toBeUndefined();
  });

  it('lists the recurrent layers in its errors', () => {
    const infer = (layers: { name: string; kind: string }[], layer?: string) =>
      HiddenStates.infer({
        inputs: { model: { kind: 'model', layers }, data: { kind: 'dataset' } },
        config: { layer, examples: 1 },
      });
    expect(() => infer([{ name: 'lstm', kind: 'LSTM' }], 'lsm')).toThrow(
      'no recurrent layer "lsm". Did you mean "lstm"?',
    );
    expect(() => infer([{ name: 'dense', kind: 'Dense' }])).toThrow('The model has no recurrent layer.');
  });
});
