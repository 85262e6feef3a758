import { SeededRandom } from '@expgraph/core';

/** Number of batches that a training reads ahead. */
const AHEAD = 2;

/**
 * Reads a dataset in random order, in passes, each time opened again. The first passes warm up; each later one is a round.
 *
 * @param {() => Promise<import('@expgraph/sdk').Dataset>} open
 * @param {import('./cases.mjs').Case} definition
 * @param {import('./rounds.mjs').Rounds} rounds
 */
export async function readInRounds(open, { batchSize, perRound, warmUp }, rounds) {
  for (let epoch = 0; ; epoch += 1) {
    if (epoch === warmUp) rounds.ready();
    if (epoch >= warmUp) await rounds.begin(epoch - warmUp);
    const data = await open();
    const order = new SeededRandom(['benchmark', epoch]).permutation(data.size);
    const examples = await readPass(data, order, { batchSize, epoch });
    if (examples !== perRound) throw new Error(`a pass has ${examples} examples, expected ${perRound}`);
    if (epoch >= warmUp) rounds.end(examples);
  }
}

/**
 * Reads a dataset once, as far ahead as a training does. Returns the number of examples.
 *
 * @param {import('@expgraph/sdk').Dataset} data
 * @param {Int32Array} order
 */
export async function readPass(data, order, { batchSize, epoch = 0 }) {
  const reading = [];
  let [start, examples] = [0, 0];
  while (start < order.length || reading.length > 0) {
    for (; reading.length < AHEAD && start < order.length; start += batchSize) {
      reading.push(data.read(order.subarray(start, start + batchSize), { epoch }));
    }
    const batch = await reading.shift();
    examples += batch.shape[0];
    // As a training does after a step.
    batch.release?.();
  }
  return examples;
}
