import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/record-files.js';
import { RecordWriter, readRecords } from './index.js';

const MB = 1024 * 1024;
const RECORDS = 12_500;

it.runIf(process.env.EXPGRAPH_FULL_TESTS)(
  'does not use more memory for a file of 5 GB than for a part of it',
  async () => {
    const path = join(await temporaryFolder(), 'large.tfrecord');
    const record = new Uint8Array(400_000).map((_, index) => (index * index) >> 5);
    const written = await growth(async function* write() {
      const writer = new RecordWriter(path);
      for (let index = 0; index < RECORDS; index += 1) {
        record[0] = index;
        await writer.write(record);
        yield;
      }
      await writer.close();
    });
    expect((await stat(path)).size).toBe(RECORDS * (record.length + 16));
    for (const keep of [false, true]) {
      const read = await growth(() => readRecords(path, { keep }));
      expect(read, `reading, keep: ${keep}`).toBeLessThan(150 * MB);
    }
    expect(written).toBeLessThan(150 * MB);
    await rm(path);
  },
  600_000,
);

/** Returns by how many bytes the process grew, at most, after the first tenth of the steps. */
async function growth(steps: () => AsyncGenerator<unknown>): Promise<number> {
  const sizes: number[] = [];
  for await (const _ of steps()) sizes.push(process.memoryUsage().rss);
  const first = Math.ceil(sizes.length / 10);
  return Math.max(...sizes.slice(first)) - Math.max(...sizes.slice(0, first));
}
