// The most memory that a process takes which reads records through load/tfrecord, two epochs in shuffled batches, by the size of the files:
// node benchmarks/record-stream.mjs 0.5 5
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import images from '@expgraph/plugin-images';
import { LoadTfrecord } from '@expgraph/plugin-tfrecord';
import { encodeExample } from '@expgraph/plugin-tfrecord/examples';
import { RecordWriter } from '@expgraph/plugin-tfrecord/records';
import { runNode } from '@expgraph/testing';

const PIXELS = 128 * 128 * 3;
const SHARDS = 4;
const EPOCHS = 2;
const BATCH = 64;

const [job, ...given] = process.argv.slice(2);
if (job === 'write') await write(given[0], Number(given[1]));
else if (job === 'read') await read(given[0]);
else for (const gigabytes of [job, ...given].map(Number)) await measure(gigabytes);

/** @param {number} gigabytes */
async function measure(gigabytes) {
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-stream-'));
  try {
    await inProcess('write', folder, gigabytes);
    console.log(`${gigabytes} GB:`);
    await inProcess('read', folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {(string | number)[]} words */
function inProcess(...words) {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, words.map(String));
    child.on('exit', (code) => (code === 0 ? resolve(undefined) : reject(new Error(`${words[0]} failed`))));
  });
}

/**
 * @param {string} folder
 * @param {number} gigabytes
 */
async function write(folder, gigabytes) {
  const perShard = Math.ceil((gigabytes * 1e9) / PIXELS / SHARDS);
  const pixels = new Uint8Array(PIXELS).map((_, index) => (index * index) >> 5);
  for (let shard = 0; shard < SHARDS; shard += 1) {
    const writer = new RecordWriter(join(folder, `${shard}.tfrecord`));
    for (let index = 0; index < perShard; index += 1) {
      pixels[0] = index;
      const label = BigInt64Array.of(BigInt(index % 10));
      const image = { type: 'bytes', values: [pixels] };
      await writer.write(encodeExample({ pixels: image, label: { type: 'int64', values: label } }));
    }
    await writer.close();
  }
}

/** @param {string} source */
async function read(source) {
  const features = { pixels: { type: 'uint8', shape: [128, 128, 3] } };
  const config = { source, input: ['pixels'], label: 'label', features, order: 'shuffled' };
  const { data } = (await runNode(LoadTfrecord, { inputs: {}, config, plugins: [images] })).outputs;
  report(`index of ${data.size} records`);
  for (let epoch = 1; epoch <= EPOCHS; epoch += 1) {
    for (let first = 0; first < data.size; first += BATCH) {
      const batch = await data.read(
        Array.from({ length: Math.min(BATCH, data.size - first) }, (_, index) => first + index),
      );
      batch.release?.();
    }
    report(`epoch ${epoch}`);
  }
}

/** @param {string} step */
function report(step) {
  // maxRSS is in kilobytes.
  console.log(`  ${step}: at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB so far`);
}
