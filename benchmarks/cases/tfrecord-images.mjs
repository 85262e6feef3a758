import { availableParallelism } from 'node:os';
import { readExamples } from '@expgraph/plugin-tfrecord/examples';
import { readInRounds, recordFiles } from '../records.mjs';

const FEATURES = { 'image/encoded': { type: 'bytes' }, 'image/class/label': { type: 'int64' } };

export async function run(definition, folder, rounds) {
  const files = await recordFiles(folder);
  await readInRounds(definition, rounds, async () => {
    let count = 0;
    for await (const columns of readExamples(files, FEATURES, { ...definition, parallelReads: availableParallelism() }))
      count += columns['image/class/label'].values.length;
    return count;
  });
}
