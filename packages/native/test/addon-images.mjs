import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { IMAGES } from '../dist/set-up/native-folder.js';
import { JPEGS } from './jpegs.mjs';
import { expectSame } from './random.mjs';

const TABLE = Float32Array.from({ length: 768 }, (_, index) => index * 2);

/** Returns the values that `write` gives for levels. */
const valuesOf = (levels, table, reversed) =>
  Float32Array.from(levels, (_, at) => {
    const channel = at % 3;
    return table[channel * 256 + levels[at - channel + (reversed ? 2 - channel : channel)]];
  });

function damaged(random, bytes) {
  const copy = new Uint8Array(bytes);
  for (let times = random.below(5); times > 0; times -= 1) copy[random.below(copy.length)] = random.below(256);
  return random.chance(0.2) ? copy.subarray(0, random.below(copy.length)) : copy;
}

export async function entries(load, random) {
  const addon = load(IMAGES);
  const names = Object.keys(JPEGS);
  await writeFile('no-image.bin', random.bytes(3000));
  const files = [...names.map((name) => `${name}.jpg`), 'no-image.bin'];
  return {
    decodeJpeg: {
      call: addon.decodeJpeg,
      args: () => {
        const bytes = JPEGS[random.of(names)];
        const [rows, columns] = [random.between(1, 9), random.between(1, 9)];
        const plan = Float64Array.of(
          2 ** random.below(4),
          random.below(3),
          0,
          1,
          rows,
          0,
          random.uniform() + 1e-3,
          columns,
        );
        const file = random.chance(0.5) ? new Uint8Array(bytes) : damaged(random, bytes);
        const count = rows * columns * 3;
        if (random.chance(0.5)) return [file, plan, new Uint8Array(count)];
        return [file, plan, new Float32Array(count), TABLE, random.chance(0.5)];
      },
      check: async (decoded, file, plan, result, table, reversed) => {
        const levels = new Uint8Array(result.length);
        if ((await addon.decodeJpeg(file, plan, levels)) !== decoded) throw new Error('decoded once, and not again');
        if (decoded) expectSame(result, table ? valuesOf(levels, table, reversed) : levels, 'levels');
        if (!decoded && Object.values(JPEGS).some((bytes) => bytes.equals(file)))
          throw new Error('a whole file is not decoded');
      },
    },
    read: {
      call: addon.read,
      args: () => {
        const given = [random.of([...files, 'missing', '.']), new Uint8Array(random.below(4000))];
        return addon.digests && random.chance(0.5) ? [...given, new Uint8Array(32)] : given;
      },
      check: (length, path, buffer, digest) => {
        const content = files.includes(path) ? readFileSync(path) : undefined;
        if (length !== (content?.length ?? -1)) throw new Error(`${length} bytes in ${path}`);
        if (!content || length > buffer.length) return;
        expectSame(buffer.subarray(0, length), content, path);
        if (digest) expectSame(digest, createHash('sha256').update(content).digest(), 'digest');
      },
    },
    write: {
      call: addon.write,
      args: () => {
        const length = 3 * random.between(1, 20);
        const images = Array.from({ length: random.between(1, 4) }, () =>
          random.chance(0.2) ? undefined : random.bytes(length),
        );
        return [images, new Float32Array(images.length * length), TABLE, random.chance(0.5)];
      },
      check: (_, images, result, table, reversed) => {
        const length = result.length / images.length;
        for (const [at, image] of images.entries()) {
          const expected = image ? valuesOf(image, table, reversed) : new Float32Array(length);
          expectSame(result.subarray(at * length, (at + 1) * length), expected, 'values');
        }
      },
    },
    hugePages: {
      call: addon.hugePages,
      args: () => [random.bytes(random.below(20000))],
      check: (result) => {
        if (result !== undefined) throw new Error(`${result} instead of nothing`);
      },
    },
  };
}
