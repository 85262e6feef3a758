import { availableParallelism } from 'node:os';
import { readExamples } from '@expgraph/plugin-tfrecord/examples';
import { readInRounds, recordFiles } from '../records.mjs';

const FEATURES = {
  floats: { type: 'float32', shape: [4] },
  label: { type: 'int64' },
  tokens: { type: 'int64', length: 'any' },
};

export async function run(definition, folder, rounds) {
  const files = await recordFiles(folder);
  await readInRounds(definition, rounds, async () => {
    let count = 0;
    for await (const { label } of readExamples(files, FEATURES, {
      ...definition,
      parallelReads: availableParallelism(),
    }))
      count += label.values.length;
    return count;
  });
}
