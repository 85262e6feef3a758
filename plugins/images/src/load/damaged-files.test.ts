import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ExpgraphError } from '@expgraph/sdk';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damaged } from '../../test/damaged.js';
import { idxFile } from '../../test/idx-files.js';
import { decodeImage } from '../decode/decode-image.js';
import { arraysInFile } from './arrays/find-arrays.js';
import { readList } from './lists/read-list.js';

/** How often each kind of file is damaged: 100,000 times in total in the full suite, about 4 minutes. */
const TIMES = process.env.EXPGRAPH_FULL_TESTS ? 5600 : 60;

const LIMIT_MS = 600_000;

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/formats.json', import.meta.url), 'utf8')) as {
  images: readonly { name: string; file: string }[];
  arrays: Record<string, string[]>;
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-damaged-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Reads damaged copies of a file. Each error must be a message of expgraph or of a decoder, never a bug in our code. */
async function readDamaged(
  file: Buffer,
  read: (file: Buffer) => Promise<unknown>,
): Promise<{ read: number; refused: number }> {
  const count = { read: 0, refused: 0 };
  await read(file);
  for (let seed = 0; seed < TIMES; seed += 1) {
    const bytes = damaged(file, seed);
    try {
      await read(bytes);
      count.read += 1;
    } catch (error) {
      const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
      if (isOurs) throw new Error(`seed ${seed}: ${(error as Error).stack}`);
      count.refused += 1;
    }
  }
  return count;
}

/** Writes a file with this name. */
const written = (name: string, use: (path: string) => Promise<unknown>) => async (bytes: Buffer) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return use(path);
};

const OPTIONS = {
  size: [4, 4],
  resize: 'stretch',
  interpolation: 'bilinear',
  colorMode: 'rgb',
  background: '#ffffff',
} as const;

const photo = () =>
  sharp(Buffer.from(Array.from({ length: 24 * 32 * 3 }, (_, index) => (index * 7919) % 256)), {
    raw: { width: 32, height: 24, channels: 3 },
  });

describe('damaged images', () => {
  const images: readonly [string, () => Promise<Buffer>][] = [
    ['jpeg', () => photo().withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ['progressive jpeg', () => photo().jpeg({ progressive: true }).toBuffer()],
    ['png', () => photo().png().toBuffer()],
    ['webp', () => photo().webp().toBuffer()],
    ['gif', () => photo().gif().toBuffer()],
    ['bmp', async () => Buffer.from(fixture.images[0].file, 'base64')],
    ['bmp with a palette', async () => Buffer.from(fixture.images[1].file, 'base64')],
  ];

  it.each(images)(
    '%s: pixels or an error',
    async (_, make) => {
      const before = process.memoryUsage().rss;
      const count = await readDamaged(await make(), async (bytes) => {
        const { pixels } = await decodeImage({ bytes }, OPTIONS);
        expect(pixels).toHaveLength(48);
      });
      expect(count.refused).toBeGreaterThan(0);
      expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(400);
    },
    LIMIT_MS,
  );
});

describe('damaged arrays', () => {
  const images = idxFile(
    [5, 4, 3],
    Array.from({ length: 60 }, (_, index) => index),
  );
  const arrays: readonly [string, Buffer][] = [
    ['images-idx3-ubyte', images],
    ['images-idx3-ubyte.gz', gzipSync(images)],
    ...[0, 1].map(
      (kind) => ['a.npz', Buffer.from(fixture.arrays['as Keras has mnist.npz'][kind], 'base64')] as [string, Buffer],
    ),
    ['texts.npz', Buffer.from(fixture.arrays['of color, with strings as labels'][0], 'base64')],
  ];

  it.each(arrays)(
    '%s: arrays or an error message',
    async (name, file) => {
      const read = written(name, (path) => arraysInFile({ name, path }).catch(onlyOurs));
      const count = await readDamaged(file, read);
      expect(count.read + count.refused).toBe(TIMES);
    },
    LIMIT_MS,
  );
});

describe('damaged lists', () => {
  const coco = {
    images: [
      { id: 1, file_name: 'a.png' },
      { id: 2, file_name: 'b.png' },
    ],
    annotations: [
      { image_id: 1, category_id: 5, bbox: [0, 0, 2, 3] },
      { image_id: 2, category_id: 6, area: 4 },
    ],
    categories: [
      { id: 5, name: 'cat' },
      { id: 6, name: 'dog' },
    ],
  };
  const voc =
    '<annotation><filename>a.png</filename><object><name>cat</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object></annotation>';
  const lists: readonly [string, string][] = [
    ['list.csv', 'path,label,weight\na.png,"wild ""cat""",1\nb.png,dog,2\n'],
    ['LOC_val_solution.csv', 'ImageId,PredictionString\na,n01440764 1 2 3 4\nb,n01443537 1 2 3 4\n'],
    [
      'list.json',
      JSON.stringify([
        { path: 'a.png', label: 'cat' },
        { path: 'b.png', label: 'dog' },
      ]),
    ],
    ['list.jsonl', '{"path":"a.png","label":"cat"}\n{"path":"b.png","label":"dog"}\n'],
    ['coco.json', JSON.stringify(coco)],
    ['1.xml', voc],
  ];

  it.each(lists)(
    '%s: images or an error message',
    async (name, text) => {
      const isVoc = name.endsWith('.xml');
      const options = {
        multiLabel: false,
        labelSeparator: ';',
        columns: { path: 'path', label: 'label' },
        keepColumns: [],
      };
      const read = written(name, (path) => {
        const list = { list: name, path: isVoc ? folder : path, isDirectory: isVoc };
        return readList(list, { files: ['a.png', 'b.png'], skipped: [] }, options).catch(onlyOurs);
      });
      const count = await readDamaged(Buffer.from(text), read);
      expect(count.refused).toBeGreaterThan(0);
      await rm(join(folder, name));
    },
    LIMIT_MS,
  );
});

/** Our own readers know every error. */
function onlyOurs(error: unknown): never {
  if (ExpgraphError.is(error)) throw error;
  throw new TypeError('an error that is not ours', { cause: error });
}
