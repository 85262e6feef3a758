import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { distinctImages, folderOf, plainImage } from '../../test/image-files.js';
import { failureOf, runLoadImages } from '../../test/run-load-images.js';

/** Returns the beginning of a HEIF file: its size, then its brands. */
function heif(...brands: string[]): Buffer {
  const box = Buffer.from(`\0\0\0\0ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`, 'latin1');
  box.writeUInt32BE(box.length);
  return Buffer.concat([box, Buffer.alloc(100)]);
}

const photo = (format: 'jpeg' | 'tiff' | 'webp' | 'avif' | 'gif' | 'png', red: number) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: { r: red, g: 0, b: 0 } } })
    .toFormat(format)
    .toBuffer();

describe('load/images', () => {
  it('recognizes images by content, with any extension', async () => {
    const source = await folderOf({
      'cats/1.jpg': await photo('jpeg', 10),
      'cats/2.JPE': await photo('jpeg', 20),
      'birds/1.jfif': await photo('jpeg', 30),
      'birds/2.img': await photo('jpeg', 40),
      'dogs/1.tif': await photo('tiff', 50),
      'dogs/2': await photo('webp', 60),
      'dogs/3.avif': await photo('avif', 70),
      'dogs/4.51119': await photo('png', 80),
      'dogs/5.dat': await photo('gif', 90),
      'dogs/notes.txt': 'BMW is not a BMP',
      'dogs/6.nef': await photo('tiff', 95),
      'dogs/._1.tif': 'x',
      '.cache/1.jpg': 'x',
      '__MACOSX/dogs/._1.tif': 'x',
    });
    const { data, lines } = await runLoadImages({ source });
    expect(data.classes).toEqual(['birds', 'cats', 'dogs']);
    expect(lines).toEqual([
      '9 images in 3 classes (birds 2, cats 2, dogs 5); skipped 3 files: .nef 1, .txt 1, hidden 1; skipped 2 folders: __MACOSX 1, hidden 1.',
    ]);
    const { features } = await data.read([0, 5, 8]);
    for (const [row, red] of [30, 60, 90].entries()) expect(Math.abs(features[row * 192] - red)).toBeLessThanOrEqual(2);
  });

  it('warns about a class without images', async () => {
    const files = await distinctImages(['cats/a.png', 'dogs/a.png']);
    const source = await folderOf({ ...files, 'birds/a.psd': 'x', 'birds/b.txt': 'x', 'dogs/b.txt': 'x' });
    expect((await runLoadImages({ source })).lines).toEqual([
      'warning: All files of these classes are skipped: "birds" (.psd 1, .txt 1).',
      '2 images in 2 classes (cats 1, dogs 1); skipped 3 files: .txt 2, .psd 1.',
    ]);
  });

  it('reports skipped files also when it reads a stored index', async () => {
    const source = await folderOf({ ...(await distinctImages(['cats/a.png', 'dogs/a.png'])), 'dogs/b.txt': 'x' });
    const first = await runLoadImages({ source });
    const again = await runLoadImages({ source }, { store: first.store });
    expect(again.lines).toEqual(first.lines);
    expect(again.lines).toEqual(['2 images in 2 classes (cats 1, dogs 1); skipped 1 file: .txt 1.']);
  });

  it.each([
    ['HEIC', heif('heic', 'mif1', 'heic')],
    ['HEIC', heif('mif1', 'heic')],
    ['JPEG XL', Buffer.from('\0\0\0\x0cJXL \r\n\x87\n', 'latin1')],
    ['JPEG 2000', Buffer.from('\0\0\0\x0cjP  \r\n\x87\n', 'latin1')],
  ])('recognizes %s, with and without its extension', async (name, bytes) => {
    const images = await distinctImages(['cats/a.png', 'dogs/a.png']);
    for (const path of ['dogs/b.jpg', 'dogs/b']) {
      const source = await folderOf({ ...images, [path]: bytes });
      expect(await failureOf(runLoadImages({ source }))).toMatchObject({
        code: 'EXPGRAPH_IMAGES_BAD_IMAGE',
        notes: expect.arrayContaining([
          `"${path}": it is a ${name} image, which expgraph does not decode: convert it to JPEG, PNG or AVIF`,
        ]),
      });
    }
  });

  it("skips videos in HEIF's container format", async () => {
    const images = await distinctImages(['cats/a.png', 'dogs/a.png']);
    const source = await folderOf({ ...images, 'dogs/b.mp4': heif('isom', 'mp42') });
    expect((await runLoadImages({ source })).lines.at(-1)).toContain('; skipped 1 file: .mp4 1.');
  });

  it('rejects samples that are not integers', async () => {
    const tiff = floatTiff([0, 0.5, 1, 0.25]);
    const source = await folderOf({ ...(await distinctImages(['cats/a.png', 'dogs/a.png'])), 'dogs/b.tif': tiff });
    expect(await failureOf(runLoadImages({ source }))).toMatchObject({
      notes: expect.arrayContaining(['"dogs/b.tif": its samples have the type float, expected 8 or 16 bits']),
    });
  });

  it('follows links to images and folders, as DVC and Hugging Face lay them out', async () => {
    const source = await folderOf({
      'cache/ab/12': await plainImage([1, 2, 3]),
      'cache/cd/34': await plainImage([4, 5, 6]),
      'more/dogs/x.png': await plainImage([7, 8, 9]),
    });
    await mkdir(join(source, 'data/cats'), { recursive: true });
    await symlink('../../cache/ab/12', join(source, 'data/cats/1.png'));
    await symlink('../../cache/cd/34', join(source, 'data/cats/2.png'));
    await symlink('../../cache/ef/56', join(source, 'data/cats/3.png'));
    await symlink('../more/dogs', join(source, 'data/dogs'));
    await symlink('..', join(source, 'data/cats/up'));
    const { names, lines } = await runLoadImages({ source: join(source, 'data') });
    expect(names).toEqual(['cats/1.png', 'cats/2.png', 'dogs/x.png']);
    expect(lines).toEqual([
      '3 images in 2 classes (cats 2, dogs 1); skipped 1 file: dangling link 1; skipped 1 folder: link loop 1.',
    ]);
  });

  it('reads lists of links to images, and names a dangling link', async () => {
    const images = await distinctImages(['cache/1', 'cache/2']);
    const source = await folderOf({ ...images, 'list.csv': 'path,label\na.png,x\nb.png,y\n' });
    const links = join(source, 'links');
    await mkdir(links);
    await symlink('../cache/1', join(links, 'a.png'));
    await symlink('../cache/2', join(links, 'b.png'));
    const list = join(source, 'list.csv');
    expect((await runLoadImages({ source: links, list })).classOf).toEqual({ 'a.png': 'x', 'b.png': 'y' });
    await writeFile(list, 'path,label\na.png,x\nb.png,y\nc.png,y\n');
    await symlink('../cache/3', join(links, 'c.png'));
    expect(await failureOf(runLoadImages({ source: links, list }))).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LIST_MISSING',
      notes: expect.arrayContaining([`${list}:4: "c.png" (dangling link)`]),
    });
  });
});

/** A TIFF of 2 x 2 samples, `float32`, with the minimum of tags. */
function floatTiff(values: readonly number[]): Buffer {
  const tags = [
    [256, 3, 2],
    [257, 3, 2],
    [258, 3, 32],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 3, 2],
    [279, 4, 16],
    [339, 3, 3],
  ];
  const bytes = Buffer.alloc(8 + 16 + 2 + tags.length * 12 + 4);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(24, 4);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, 8 + index * 4);
  bytes.writeUInt16LE(tags.length, 24);
  for (const [index, [tag, type, value]] of tags.entries()) {
    const at = 26 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  }
  return bytes;
}
