import { LoadImages } from '@expgraph/plugin-images';
import { runNode } from '@expgraph/testing';
import { readInRounds } from '../reading.mjs';

/** Each round is like the first run of an experiment: files are found, checked and decoded. */
export async function run(definition, folder, rounds) {
  const config = { source: folder, size: definition.options.size };
  const open = async () => (await runNode(LoadImages, { inputs: {}, config })).outputs.data;
  await readInRounds(open, definition, rounds);
}
