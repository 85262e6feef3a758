import images, { Augment } from '@expgraph/plugin-images';
import { LoadTfrecord } from '@expgraph/plugin-tfrecord';
import { runNode } from '@expgraph/testing';
import { readInRounds } from '../reading.mjs';

export async function run(definition, folder, rounds) {
  const { size, ...changes } = definition.options;
  const config = { source: folder, input: ['image/encoded'], image: { size } };
  const { data } = (await runNode(LoadTfrecord, { inputs: {}, config, plugins: [images] })).outputs;
  const { outputs } = await runNode(Augment, { inputs: { images: data }, config: changes });
  await readInRounds(async () => outputs.images, definition, rounds);
}
