import type { Random } from '@expgraph/sdk';

export const ORDERS = ['files', 'interleaved', 'shuffled'] as const;

/**
 * Returns the records in the order of the dataset, `[records]`. `files`: one file after another; `interleaved`: the first record of each
 * file, then the second of each; `shuffled`: across all files, by the seed.
 * @param shards The shard of each record.
 */
export function recordOrder(shards: Uint32Array, order: (typeof ORDERS)[number], random: Random): Int32Array {
  if (order === 'shuffled') return random.stream('shuffle').permutation(shards.length);
  const records = Int32Array.from(shards, (_, record) => record);
  if (order === 'files') return records;
  const within = new Uint32Array(shards.length);
  for (const record of records) {
    const isFirst = record === 0 || shards[record - 1] !== shards[record];
    within[record] = isFirst ? 0 : within[record - 1] + 1;
  }
  return records.sort((a, b) => within[a] - within[b] || shards[a] - shards[b]);
}
