import { readFileSync } from 'node:fs';
import { ExpgraphError } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import { readTfliteConvolutions } from './read-tflite.js';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/weights/${name}`, import.meta.url));
type Recorded = Record<string, Record<string, { shape: number[]; values: number[] }>>;
const keras = JSON.parse(fixture('weights.json').toString()) as Recorded;

const read = (name: string) => readTfliteConvolutions(fixture(name), name);
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, index) => Math.abs(value - b[index])));

describe('readTfliteConvolutions', () => {
  it.each([
    ['float32.tflite', 0],
    ['float16.tflite', 2 ** -11],
  ])('reads the kernels and biases of %s in execution order and Keras layout', (name, tolerance) => {
    const found = read(name);
    expect(found.map(({ kind }) => kind)).toEqual(['Conv2D', 'DepthwiseConv2D', 'Conv2D']);
    for (const [index, layer] of ['stem', 'filter', 'project'].entries()) {
      const { kernel, bias } = keras[layer];
      // The output of the last convolution is that of the model, which has another name.
      if (layer !== 'project') expect(found[index].name).toContain(layer);
      expect(found[index].kernel.shape).toEqual(kernel.shape);
      expect(found[index].kernel.values).toHaveLength(kernel.values.length);
      expect(largestDifference(found[index].kernel.values, kernel.values)).toBeLessThanOrEqual(tolerance);
      const biases = bias?.values ?? [0, 0, 0];
      expect(found[index].bias.values).toHaveLength(biases.length);
      expect(largestDifference(found[index].bias.values, biases)).toBeLessThanOrEqual(tolerance);
    }
  });

  it('reports that integer weights cannot be trained', () => {
    expect(() => read('int8.tflite')).toThrow(/of int8\.tflite is int8, expected float32 or float16\./);
  });

  it('rejects files that are not TensorFlow Lite models', () => {
    expect(() => readTfliteConvolutions(Buffer.from('PK\u0003\u0004 a zip file'), 'model.zip')).toThrow(
      'model.zip is not a TensorFlow Lite model: it does not begin with the identifier TFL3.',
    );
  });

  it('rejects a file truncated at any position before the end of the weights', () => {
    const whole = fixture('float16.tflite');
    const end = lastRelevantByte(whole);
    for (let length = 0; length < end; length += 7) {
      expect(() => readTfliteConvolutions(whole.subarray(0, length), 'cut.tflite'), `${length} bytes`).toThrow(
        /cut\.tflite is not a TensorFlow Lite model/,
      );
    }
  });

  it('returns weights or throws an ExpgraphError for any damage', () => {
    const whole = fixture('float32.tflite');
    let refused = 0;
    for (let attempt = 0; attempt < 4000; attempt += 1) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt32LE(
        (Math.imul(attempt + 1, 0x9e3779b1) ^ (attempt << 3)) >>> 0,
        8 + ((attempt * 29) % (whole.length - 12)),
      );
      try {
        const found = readTfliteConvolutions(damaged, 'damaged.tflite');
        for (const { kernel } of found) expect(kernel.values).toHaveLength(kernel.shape.reduce((a, b) => a * b, 1));
      } catch (error) {
        refused += 1;
        if (!ExpgraphError.is(error)) throw error;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});

/** Returns the length of the shortest prefix of a file that contains all convolutions. */
function lastRelevantByte(whole: Buffer): number {
  for (let length = whole.length; ; length -= 1) {
    try {
      readTfliteConvolutions(whole.subarray(0, length), '');
    } catch {
      return length;
    }
  }
}
