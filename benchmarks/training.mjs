import { SeededRandom } from '@expgraph/core';
import tensorflow from '@expgraph/tensorflow';
import { Trainer } from '@expgraph/tensorflow/training';
import { memoryDataset, QuietProgress, RecordingTracker } from '@expgraph/testing';
import { readArrays } from './examples.mjs';

/** More epochs than requested: the training ends with the process. */
const EPOCHS = 10_000;

/**
 * Trains a network on arrays in memory in one long `fit`. Its first epochs record the graph and warm up; each later one is a round. An
 * epoch waits for its request when it reads its first batch.
 *
 * @param {import('@tensorflow/tfjs').LayersModel} network
 * @param {import('./cases.mjs').Case} definition
 * @param {string} folder
 * @param {import('./rounds.mjs').Rounds} rounds
 */
export async function trainInRounds(network, { examples, batchSize, perRound, warmUp, options }, folder, rounds) {
  const { shape } = examples;
  const classes = Array.from({ length: examples.classes }, (_, index) => `class ${index}`);
  const data = memoryDataset({ ...(await readArrays(folder)), shape, classes });
  const epochEnds = {
    onEpochEnd(epoch) {
      if (epoch >= warmUp) rounds.end(perRound);
      else if (epoch === warmUp - 1) rounds.ready(network);
      return [];
    },
    state: () => undefined,
    restore() {},
  };
  const trainer = new Trainer({
    epochs: EPOCHS,
    batchSize,
    optimizer: await adam(options.learningRate),
    loss: 'categoricalCrossentropy',
    callbacks: [epochEnds],
    random: new SeededRandom(['benchmark']),
    progress: new QuietProgress(),
    tracker: new RecordingTracker(),
    signal: new AbortController().signal,
  });
  const waiting = {
    ...data,
    async read(indices, { epoch }) {
      if (epoch >= warmUp) await rounds.begin(epoch - warmUp);
      return data.read(indices);
    },
  };
  await trainer.fit({ network, card: { architecture: 'benchmark', input: { shape: ['batch', ...shape] } } }, waiting);
}

/** With Keras' defaults, which are expgraph's. */
function adam(learningRate) {
  const component = tensorflow.components.find(({ kind, type }) => kind === 'optimizer' && type === 'adam');
  const { beta1, beta2, epsilon } = component.config.properties;
  return component.create({
    learningRate,
    beta1: beta1.default,
    beta2: beta2.default,
    epsilon: epsilon.default,
  });
}
