import { evaluateModel } from '@expgraph/tensorflow/training';
import { memoryDataset } from '@expgraph/testing';
import { readArrays } from './examples.mjs';

/** More batches than requested: the pass ends with the process. */
const ROUNDS = 1000;

/**
 * Predicts arrays in memory repeatedly in one long pass. The first times record the graph and warm up; each later one is a round. A round
 * waits for its request when it reads its first batch, and ends when its last batch is counted.
 *
 * @param {import('@tensorflow/tfjs').LayersModel} network
 * @param {import('./cases.mjs').Case} definition
 * @param {string} folder
 * @param {import('./rounds.mjs').Rounds} rounds
 */
export async function predictInRounds(network, { examples, batchSize, perRound, warmUp }, folder, rounds) {
  const { shape, count } = examples;
  const { features, labels } = await readArrays(folder);
  const classes = Array.from({ length: examples.classes }, (_, index) => `class ${index}`);
  const once = memoryDataset({ features, labels, shape, classes });
  const data = {
    ...once,
    size: count * ROUNDS,
    labels: () => Int32Array.from({ length: count * ROUNDS }, (_, index) => labels[index % count]),
    async read(indices) {
      const round = Math.floor(indices[0] / count);
      if (round >= warmUp) await rounds.begin(round - warmUp);
      return once.read(Array.from(indices, (index) => index % count));
    },
  };
  let done = 0;
  const counted = {
    advance(amount) {
      done += amount;
      if (done === count * warmUp) rounds.ready(network);
      else if (done > count * warmUp && done % count === 0) rounds.end(perRound);
    },
    show() {},
    end() {},
  };
  const card = { architecture: 'benchmark', input: { shape: ['batch', ...shape] } };
  await evaluateModel({ network, card }, data, {
    batchSize,
    loss: 'categoricalCrossentropy',
    progress: { start: () => counted },
    signal: new AbortController().signal,
  });
}
