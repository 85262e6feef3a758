import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSource, resolveSource, SeededRandom } from '@expgraph/core';
import { encodeExample } from '@expgraph/plugin-tfrecord/examples';
import { RecordWriter } from '@expgraph/plugin-tfrecord/records';
import sharp from 'sharp';

/** @typedef {import('./cases.mjs').ArrayExamples} ArrayExamples */
/** @typedef {import('./cases.mjs').JpegExamples} JpegExamples */
/** @typedef {import('./cases.mjs').RecordExamples} RecordExamples */
/** @typedef {import('./cases.mjs').ReviewExamples} ReviewExamples */

/** Number of distinct images, which are written repeatedly: decoding takes the same time. */
const PICTURES = 16;

/**
 * Writes the data of a case to a folder, from which both sides read the same bytes.
 *
 * @param {ArrayExamples | JpegExamples | RecordExamples | ReviewExamples} examples
 * @param {string} folder
 */
export async function writeExamples(examples, folder) {
  await mkdir(folder, { recursive: true });
  if (examples.kind === 'records') return writeRecords(examples, folder);
  if (examples.kind === 'reviews') return writeReviews(examples, folder);
  return examples.kind === 'arrays' ? writeArrays(examples, folder) : writeJpegs(examples, folder);
}

/** `features.f32`: float32[count, ...shape]; `labels.i32`: int32[count]. */
async function writeArrays({ count, shape, classes, range: [low, high] }, folder) {
  const random = new SeededRandom(['benchmark', 'arrays']);
  const features = new Float32Array(count * shape.reduce((product, size) => product * size, 1));
  for (let index = 0; index < features.length; index += 1) features[index] = low + (high - low) * random.uniform();
  const labels = Int32Array.from({ length: count }, () => random.integer(classes));
  await writeFile(join(folder, 'features.f32'), features);
  await writeFile(join(folder, 'labels.i32'), labels);
}

/** Draws waves with noise: the JPEG is about as large as that of a photograph, and as slow to decode. */
async function writeJpegs({ count, sizes, classes }, folder) {
  const random = new SeededRandom(['benchmark', 'jpeg']);
  const pictures = [];
  for (let image = 0; image < count; image += 1) {
    const [width, height] = sizes[image % sizes.length];
    if (image < PICTURES) pictures.push(await makeJpeg(random, { width, height }));
    const below = join(folder, `class-${image % classes}`);
    await mkdir(below, { recursive: true });
    await writeFile(join(below, `${String(image).padStart(4, '0')}.jpg`), pictures[image % PICTURES]);
  }
}

function makeJpeg(random, { width, height }) {
  const waves = [0, 1, 2].map(() => [random.uniform() * 0.1, random.uniform() * 0.1, random.uniform() * 6]);
  const pixels = new Uint8Array(width * height * 3);
  for (let index = 0; index < pixels.length; index += 1) {
    const [across, down, phase] = waves[index % 3];
    const pixel = Math.floor(index / 3);
    const wave = Math.sin(across * (pixel % width) + down * Math.floor(pixel / width) + phase);
    pixels[index] = 127 + 90 * wave + 30 * random.uniform();
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** `part-0.tfrecord` and so on. Of numbers: floats, a label, and a list of tokens of any length. */
async function writeRecords(examples, folder) {
  const { content, count, shards } = examples;
  const random = new SeededRandom(['benchmark', 'records']);
  const pictures = [];
  for (let index = 0; content === 'images' && index < PICTURES; index += 1)
    pictures.push(await makeJpeg(random, examples));
  const int64 = (values) => ({ type: 'int64', values: BigInt64Array.from(values, BigInt) });
  const numbers = (index) => ({
    floats: { type: 'float32', values: Float32Array.from({ length: 4 }, () => random.uniform()) },
    label: int64([index % 10]),
    tokens: int64(Array.from({ length: 5 + random.integer(25) }, () => random.integer(20_000))),
  });
  const image = (index) => ({
    'image/encoded': { type: 'bytes', values: [pictures[index % PICTURES]] },
    'image/filename': { type: 'bytes', values: [Buffer.from(`${index}.jpg`)] },
    'image/class/label': int64([index % 10]),
  });
  for (let shard = 0; shard < shards; shard += 1) {
    const writer = new RecordWriter(join(folder, `part-${shard}.tfrecord`));
    const end = Math.floor(((shard + 1) * count) / shards);
    for (let index = Math.floor((shard * count) / shards); index < end; index += 1) {
      await writer.write(encodeExample(content === 'images' ? image(index) : numbers(index)));
    }
    await writer.close();
  }
}

/** Writes `reviews.jsonl`: reviews of 4 to 33 sentences, 1.3 kB each on average. The last one is truncated to reach the requested size. */
async function writeReviews({ megabytes }, folder) {
  const random = new SeededRandom(['benchmark', 'reviews']);
  const sentences = await readSentences();
  const lines = [];
  for (let room = megabytes * 1e6; room > 0; ) {
    const chosen = Array.from({ length: 4 + random.integer(30) }, () => sentences[random.integer(sentences.length)]);
    const text = chosen.join(' ').slice(0, room);
    lines.push(JSON.stringify({ text, label: lines.length % 2 }));
    room -= text.length;
  }
  await writeFile(join(folder, 'reviews.jsonl'), lines.join('\n'));
}

/** Sentiment Labelled Sentences (words-allow: its name) (UCI). Less 17 that are not all ASCII: Keras makes small letters of ASCII alone. */
async function readSentences() {
  const source = parseSource('npm:sentiment@5.0.2/test/fixtures', process.cwd());
  const { path } = await resolveSource(source);
  const files = ['amazon.json', 'imdb.json', 'yelp.json'].map((name) => readFile(join(path, name), 'utf8'));
  return (await Promise.all(files))
    .flatMap((content) => JSON.parse(content))
    .map(({ text }) => text)
    .filter((text) => /^[\0-\x7f]+$/.test(text));
}

/**
 * Reads arrays that `writeExamples` has written.
 *
 * @param {string} folder
 */
export async function readArrays(folder) {
  const [features, labels] = await Promise.all(
    ['features.f32', 'labels.i32'].map((name) => readFile(join(folder, name))),
  );
  return {
    features: new Float32Array(features.buffer, features.byteOffset, features.byteLength / 4),
    labels: new Int32Array(labels.buffer, labels.byteOffset, labels.byteLength / 4),
  };
}
