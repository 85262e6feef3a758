import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SeededRandom } from '@expgraph/core';
import sharp from 'sharp';

/** @typedef {import('./cases.mjs').ArrayExamples} ArrayExamples */
/** @typedef {import('./cases.mjs').JpegExamples} JpegExamples */

/**
 * Writes the data of a case to a folder, from where both sides read them: the same bytes.
 *
 * @param {ArrayExamples | JpegExamples} examples
 * @param {string} folder
 */
export async function writeExamples(examples, folder) {
  await mkdir(folder, { recursive: true });
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

/** Waves with some noise: a JPEG of them is about as large as that of a photograph, and as slow to decode. */
async function writeJpegs({ count, width, height, classes }, folder) {
  const random = new SeededRandom(['benchmark', 'jpeg']);
  for (let image = 0; image < count; image += 1) {
    const waves = [0, 1, 2].map(() => [random.uniform() * 0.1, random.uniform() * 0.1, random.uniform() * 6]);
    const pixels = new Uint8Array(width * height * 3);
    for (let index = 0; index < pixels.length; index += 1) {
      const [across, down, phase] = waves[index % 3];
      const pixel = Math.floor(index / 3);
      const wave = Math.sin(across * (pixel % width) + down * Math.floor(pixel / width) + phase);
      pixels[index] = 127 + 90 * wave + 30 * random.uniform();
    }
    const below = join(folder, `class-${image % classes}`);
    await mkdir(below, { recursive: true });
    const path = join(below, `${String(image).padStart(4, '0')}.jpg`);
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 85 })
      .toFile(path);
  }
}

/**
 * Reads what `writeExamples` has written of arrays.
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
