import { LoadImages } from '@expgraph/plugin-images';
import { Train } from '@expgraph/plugin-training';
import { runNode } from '@expgraph/testing';
import { mobileNetV2 } from '../mobilenet-v2.mjs';

/** Each round is like the first run of an experiment: nothing is kept from the previous round, not even graphs. */
export async function run(definition, folder, rounds) {
  const { examples, batchSize, perRound, options } = definition;
  const { size, epochs, learningRate } = options;
  for (let round = 0; ; round += 1) {
    const network = await mobileNetV2(size, examples.classes, (layers) => {
      for (const layer of layers) layer.trainable = false;
    });
    const model = { network, card: { architecture: 'mobilenet-v2', input: { shape: ['batch', ...size, 3] } } };
    if (round === 0) rounds.ready(network);
    await rounds.begin(round);
    const load = { source: folder, size, range: '-1..1' };
    const { data } = (await runNode(LoadImages, { inputs: {}, config: load })).outputs;
    const config = { epochs, batchSize, optimizer: { type: 'adam', learningRate } };
    const trained = (await runNode(Train, { inputs: { model, train: data }, config })).outputs.model;
    rounds.end(perRound);
    for (const { network: used } of [model, trained]) used.dispose();
  }
}
