import images from '@expgraph/plugin-images';
import { LoadTfrecord } from '@expgraph/plugin-tfrecord';
import { runNode } from '@expgraph/testing';
import { readInRounds } from '../records.mjs';

/** Batches are read two ahead, as in training. */
const AHEAD = 2;

export async function run(definition, folder, rounds) {
  const config = { source: folder, input: ['image/encoded'], image: { size: definition.options.size } };
  const { data } = (await runNode(LoadTfrecord, { inputs: {}, config, plugins: [images] })).outputs;
  await readInRounds(definition, rounds, async () => {
    const reading = [];
    let count = 0;
    for (let start = 0; start < data.size || reading.length > 0; ) {
      while (start < data.size && reading.length < AHEAD) {
        const size = Math.min(definition.batchSize, data.size - start);
        const first = start;
        reading.push(data.read(Int32Array.from({ length: size }, (_, index) => first + index)));
        start += size;
      }
      const batch = await reading.shift();
      count += batch.labels.length;
      batch.release();
    }
    return count;
  });
}
