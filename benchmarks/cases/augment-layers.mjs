import { Augment } from '@expgraph/plugin-images';
import { memoryDataset, runNode } from '@expgraph/testing';
import { readArrays } from '../examples.mjs';
import { readInRounds } from '../reading.mjs';

export async function run(definition, folder, rounds) {
  const { shape } = definition.examples;
  const spec = { features: { shape: ['batch', ...shape], range: '0..255' } };
  const images = memoryDataset({ ...(await readArrays(folder)), shape, classes: [], spec });
  const { outputs } = await runNode(Augment, { inputs: { images }, config: definition.options });
  await readInRounds(outputs.images, definition, rounds);
}
