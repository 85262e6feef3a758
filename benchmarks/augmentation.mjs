import { Augment } from '@expgraph/plugin-images';
import { runNode } from '@expgraph/testing';
import { arrayDataset } from './array-dataset.mjs';
import { readArrays } from './examples.mjs';
import { readInRounds } from './reading.mjs';

export async function run(definition, folder, rounds) {
  const { shape } = definition.examples;
  const spec = { features: { shape: ['batch', ...shape], range: '0..255' } };
  const images = arrayDataset({ ...(await readArrays(folder)), shape, classes: [], spec });
  const { outputs } = await runNode(Augment, { inputs: { images }, config: definition.options });
  await readInRounds(async () => outputs.images, definition, rounds);
}
