import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidExperiment, validateExperiment } from '@expgraph/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN } from './built-in.js';

const IMAGES = `  data: { type: load/images, config: { source: ./photos, size: [64, 64], range: RANGE } }`;
const TOKENS = `  texts: { type: load/text, config: { source: ./texts } }
  words: { type: tokenize, inputs: { data: texts } }
  known: { type: vocabulary, inputs: { data: words } }
  data: { type: pad, inputs: { data: words, vocabulary: known }, config: { length: 20 } }`;

const backbone = (type: string, range: string, options = '') => `${IMAGES.replace('RANGE', range)}
  backbone: { type: backbone/${type}, config: { inputSize: [64, 64], weights: none${options} } }
  network: { type: head/classifier, inputs: { model: backbone, data: data } }`;
const sequential = (layers: string) => `${TOKENS}
  network: { type: model/sequential, inputs: { data: data }, config: { layers: [${layers}] } }`;
const recurrent = (maskZero: boolean, ...layers: string[]) => {
  const nodes = layers.map((layer, index) => {
    const [type, config = ''] = layer.split(' ', 2);
    const [below, name] = [
      index === 0 ? 'vectors' : `layer${index}`,
      index === layers.length - 1 ? 'network' : `layer${index + 1}`,
    ];
    const inputs = type.startsWith('head') ? `model: ${below}, data: data` : `model: ${below}`;
    return `  ${name}: { type: ${type}, inputs: { ${inputs} }, config: { ${config.replaceAll(':', ': ')} } }`;
  });
  return `${TOKENS}
  vectors: { type: model/embedding, inputs: { data: data }, config: { maskZero: ${maskZero} } }
${nodes.join('\n')}`;
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-exports-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Returns the problems of an experiment that trains a network and exports it. */
async function problems(network: string, formats: string): Promise<string[]> {
  const file = join(folder, 'exported.yaml');
  const after = `  trained: { type: train, inputs: { model: network, train: data } }
  exported: { type: export, inputs: { model: trained.model }, config: { formats: [${formats}] } }`;
  await writeFile(file, `name: exported\nnodes:\n${network}\n${after}\n`);
  try {
    await validateExperiment(file, { builtIn: BUILT_IN });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidExperiment)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

const REFUSED: Readonly<Record<string, readonly [network: string, message: string]>> = {
  'hard swish of a backbone': [
    backbone('mobilenet-v3-small', '0..255'),
    'Plain TensorFlow.js has no activation hardSwish',
  ],
  'hard swish in model/sequential': [
    sequential('{ type: embedding }, { type: dense, units: 4, activation: hardSwish }, { type: global-max-pooling1d }'),
    'Plain TensorFlow.js has no activation hardSwish, which the layer "dense" needs.',
  ],
  'hard sigmoid of a cell': [
    recurrent(false, 'rnn/lstm units:4,recurrentActivation:hardSigmoid', 'head/classifier'),
    'Plain TensorFlow.js has no activation hardSigmoid as in Keras 3, which the layer "lstm" needs.',
  ],
  'a normalization': [backbone('efficientnet-b0', '0..255'), 'Plain TensorFlow.js has no layer Normalization'],
  'a GRU with resetAfter': [
    recurrent(false, 'rnn/gru units:4', 'head/classifier'),
    'Plain TensorFlow.js has no GRU with resetAfter, which the layer "gru" needs.',
  ],
  'a GRU with resetAfter both ways': [
    sequential('{ type: embedding }, { type: bidirectional, layer: { type: gru, units: 4 } }'),
    'Plain TensorFlow.js has no GRU with resetAfter, which the layer "bidirectional" needs.',
  ],
  'a cell with resetAfter among others': [
    sequential('{ type: embedding }, { type: stacked, cells: [{ type: lstm, units: 4 }, { type: gru, units: 4 }] }'),
    'Plain TensorFlow.js has no GRU with resetAfter, which the layer "stacked" needs.',
  ],
  'a stateful layer': [
    recurrent(false, 'rnn/lstm units:4,stateful:true', 'head/classifier'),
    'Plain TensorFlow.js has no stateful layer for batches of any size, which the layer "lstm" needs.',
  ],
  'a masked average': [
    recurrent(true, 'head/classifier'),
    'Plain TensorFlow.js computes the layer "avg_pool" differently: it includes masked timesteps in the average.',
  ],
  'a masked average of a recurrent layer': [
    recurrent(true, 'rnn/lstm units:4,returnSequences:true', 'head/classifier'),
    'Plain TensorFlow.js computes the layer "avg_pool" differently: it includes masked timesteps in the average.',
  ],
  'a recurrent layer above pooling': [
    sequential('{ type: embedding, maskZero: true }, { type: max-pooling1d }, { type: lstm, units: 4 }'),
    'Plain TensorFlow.js computes the layer "lstm" differently: it applies a mask that a layer below has ended.',
  ],
  'masked outputs both ways': [
    sequential(
      '{ type: embedding, maskZero: true }, { type: bidirectional, layer: { type: lstm, units: 4 }, returnSequences: true }, { type: global-max-pooling1d }',
    ),
    'Plain TensorFlow.js computes the layer "bidirectional" differently: it repeats outputs at masked timesteps instead of 0.',
  ],
};

describe('expgraph validate, of an export as tfjs-layers', () => {
  it.each(Object.entries(REFUSED))('rejects %s, and accepts the other formats', async (_, [network, message]) => {
    expect(await problems(network, 'keras, tfjs-layers')).toEqual([expect.stringContaining(message)]);
    expect(await problems(network, 'keras, h5, saved-model, tfjs-graph')).toEqual([]);
  });

  it.each([
    backbone('mobilenet-v2', '-1..1', ', alpha: 0.35'),
    recurrent(true, 'rnn/lstm units:4', 'head/classifier'),
    recurrent(true, 'rnn/gru units:4,resetAfter:false', 'head/classifier'),
    recurrent(false, 'head/classifier'),
    recurrent(true, 'head/classifier pooling:max'),
    sequential('{ type: embedding, maskZero: true }, { type: max-pooling1d }, { type: global-average-pooling1d }'),
  ])('accepts a network that plain TensorFlow.js computes equally', async (network) => {
    expect(await problems(network, 'tfjs-layers')).toEqual([]);
  });
});
