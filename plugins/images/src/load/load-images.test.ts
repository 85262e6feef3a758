import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { distinctImages, folderOf, plainImage } from '../../test/image-files.js';
import { inferLoadImages, runLoadImages } from '../../test/run-load-images.js';
import { MemoryArtifactStore } from '../../test/services.js';
import { Augment } from '../augment/augment.js';
import { LoadImages } from './load-images.js';

const PETS = ['cats/b.png', 'cats/a.png', 'dogs/a.png', 'dogs/deep/c.png'];

describe('load/images', () => {
  it('fulfills the contract of nodes', async () => {
    const folder = await folderOf(await distinctImages(PETS));
    await testNode(LoadImages, { inputs: {}, config: { source: folder, size: [8, 8] } });
  });

  it('uses folders as classes, in sorted order', async () => {
    const { data, names, classOf } = await runLoadImages({ source: await folderOf(await distinctImages(PETS)) });
    expect(names).toEqual(['cats/a.png', 'cats/b.png', 'dogs/a.png', 'dogs/deep/c.png']);
    expect(data.classes).toEqual(['cats', 'dogs']);
    expect(classOf['dogs/deep/c.png']).toBe('dogs');
    expect(Array.from(data.labels())).toEqual([0, 0, 1, 1]);
    expect(data.spec).toMatchObject({ size: 4, label: { encoding: 'class', classes: ['cats', 'dogs'] } });
  });

  it('reads examples in any order, JPEG and PNG, as float32[batch, height, width, 3]', async () => {
    const source = await folderOf({
      'red/a.JPG': await plainImage([250, 5, 10], 'jpeg', [40, 30]),
      'blue/b.jpeg': await plainImage([0, 0, 200], 'jpeg'),
      'blue/c.png': await plainImage([1, 2, 203]),
    });
    const { data } = await runLoadImages({ source, size: [2, 3] });
    const { features, shape, labels } = await data.read([2, 1]);
    expect(shape).toEqual([2, 2, 3, 3]);
    expect(Array.from(labels)).toEqual([1, 0]);
    expect(features).toHaveLength(2 * 2 * 3 * 3);
    expect(Math.abs(features[0] - 250)).toBeLessThanOrEqual(2);
    expect(Array.from(features.subarray(18, 21))).toEqual([1, 2, 203]);
  });

  it('loads all images in any folder without labels', async () => {
    const source = await folderOf(await distinctImages(['a.png', 'deep/b.png']));
    const { names, data } = await runLoadImages({ source, unlabeled: true });
    expect(names).toEqual(['a.png', 'deep/b.png']);
    expect(data.classes).toEqual(['unknown']);
  });

  it('infers shape, range and labels without data', () => {
    expect(inferLoadImages({ source: 'x', size: [12, 34], range: '-1..1' })).toEqual({
      data: {
        kind: 'dataset',
        features: { dtype: 'float32', shape: ['batch', 12, 34, 3], range: '-1..1' },
        label: { encoding: 'class' },
      },
    });
  });

  it('uses the first matching group as the label, and skips images that do not match', async () => {
    const source = await folderOf(await distinctImages(['A01.png', 'B01.png', 'grains/x.png', '01.png']));
    const { classOf, lines } = await runLoadImages({ source, labels: '^(?:([^/]+)/|([A-Z])\\d)' });
    expect(classOf).toEqual({ 'A01.png': 'A', 'B01.png': 'B', 'grains/x.png': 'grains' });
    expect(lines).toEqual([
      'warning: Skipped 1 of 4 images whose path does not match labels, for example "01.png".',
      '3 images in 3 classes (A 1, B 1, grains 1).',
    ]);
  });

  it('enters the only folder of an archive', async () => {
    const paths = [...PETS.map((path) => `pets-1.0/data/${path}`)];
    const files = { ...(await distinctImages(paths)), 'pets-1.0/README': 'pets', '__MACOSX/pets/a.png': 'x' };
    const { data, names } = await runLoadImages({ source: await folderOf(files) });
    expect(data.classes).toEqual(['cats', 'dogs']);
    expect(names[0]).toBe('pets-1.0/data/cats/a.png');
    expect((await data.read([0])).shape).toEqual([1, 8, 8, 3]);
  });

  it('renames classes, and merges labels with the same name', async () => {
    const source = await folderOf(await distinctImages(['A1.png', 'B1.png', 'C1.png']));
    const classNames = { A: 'plants', B: 'animals', C: 'plants', Z: 'minerals' };
    const { data, classOf, lines } = await runLoadImages({ source, labels: '^([A-Z])', classNames });
    expect(data.classes).toEqual(['animals', 'plants']);
    expect(classOf['C1.png']).toBe('plants');
    expect(lines).toEqual(['No image has the labels Z in classNames.', '3 images in 2 classes (animals 1, plants 2).']);
  });

  it('uses the first of equal files with duplicates: drop, and warns about different labels of equal files', async () => {
    const images = await distinctImages(['a/1.png', 'a/2.png', 'b/3.png']);
    const source = await folderOf({ ...images, 'a/copy.png': images['a/1.png'], 'b/copy.png': images['a/2.png'] });
    const { names, lines } = await runLoadImages({ source, duplicates: 'drop' });
    expect(names).toEqual(['a/1.png', 'a/2.png', 'b/3.png']);
    expect(lines).toEqual([
      'Skipped 2 of 5 images that are duplicates.',
      'warning: 1 duplicate with another class than the image that is used: "b/copy.png" (b) of "a/2.png" (a).',
      '3 images in 2 classes (a 2, b 1).',
    ]);
    expect((await runLoadImages({ source })).names).toHaveLength(5);
  });

  it('skips classes with fewer images than minImagesPerClass, counted without duplicates', async () => {
    const images = await distinctImages(['a/1.png', 'a/2.png', 'b/1.png', 'b/2.png', 'c/1.png']);
    const source = await folderOf({ ...images, 'c/copy.png': images['c/1.png'] });
    const { data, lines } = await runLoadImages({ source, duplicates: 'drop', minImagesPerClass: 2 });
    expect(data.classes).toEqual(['a', 'b']);
    expect(lines).toContain('Skipped classes with fewer than 2 images: c (1).');
  });

  it('draws maxImages images in proportion to the classes, the same for the same seed', async () => {
    const paths = Array.from({ length: 12 }, (_, index) => `${index < 8 ? 'many' : 'few'}/${index}.png`);
    const source = await folderOf(await distinctImages(paths));
    const { names, params } = await runLoadImages({ source, maxImages: 6 });
    expect(params).toEqual({ images: 6, classes: 2, imagesPerClass: 'few 2, many 4' });
    expect((await runLoadImages({ source, maxImages: 6 })).names).toEqual(names);
    expect((await runLoadImages({ source, maxImages: 6 }, { seed: 8 })).names).not.toEqual(names);
  });

  it('reads the labels of a CSV list with quoted columns in any order', async () => {
    const source = await folderOf({
      ...(await distinctImages(['x/1.png', 'x/a, "b".png', 'y.png', 'unlisted.png'])),
      'labels.csv':
        '\uFEFFsize,Label,path\r\n1,"wild ""cat""",x/1.png\r\n2,dog,"x/a, ""b"".png"\r\n\r\n3,dog,./y.png\r\n',
    });
    const { classOf } = await runLoadImages({ source, list: join(source, 'labels.csv') });
    expect(classOf).toEqual({ 'x/1.png': 'wild "cat"', 'x/a, "b".png': 'dog', 'y.png': 'dog' });
  });

  it('reads the labels of a JSON list', async () => {
    const list = [
      { path: 'x.png', label: 3 },
      { path: 'y.png', label: 'four', source: 'me' },
    ];
    const files = { ...(await distinctImages(['x.png', 'y.png'])), 'labels.json': JSON.stringify(list) };
    const source = await folderOf(files);
    const { classOf } = await runLoadImages({ source, list: join(source, 'labels.json') });
    expect(classOf).toEqual({ 'x.png': '3', 'y.png': 'four' });
  });

  it('reads sample weights from a column of the list, and keeps them in augmentation and the index', async () => {
    const paths = ['a/1.png', 'a/2.png', 'a/3.png', 'b/1.png', 'b/2.png', 'b/3.png'];
    const lines = paths.map((path, index) => `${path},${path[0]},${index / 4}`);
    const images = await distinctImages(paths);
    const source = await folderOf({ ...images, 'l.csv': `path,label,Weight\n${lines.join('\n')}\n` });
    const options = {
      source,
      list: join(source, 'l.csv'),
      weights: 'weight',
      duplicates: 'drop',
      maxImages: 6,
    } as const;
    const { data, store } = await runLoadImages({ ...options, classNames: { a: 'apples' } });
    expect((await data.read([5, 1, 0])).weights).toEqual(Float32Array.of(1.25, 0.25, 0));
    const again = (await runLoadImages(options, { store })).data;
    expect((await again.read([3])).weights).toEqual(Float32Array.of(0.75));
    const { images: augmented } = (await runNode(Augment, { inputs: { images: data }, config: { rotation: 9 } }))
      .outputs;
    expect((await augmented.read([4, 1], { epoch: 3 })).weights).toEqual(Float32Array.of(1, 0.25));
  });

  it('reads sample weights from a JSON list, and only if they are requested', async () => {
    const list = JSON.stringify([
      { path: 'x.png', label: 'x', weight: 2 },
      { path: 'y.png', label: 'y', weight: '0.5' },
    ]);
    const source = await folderOf({ ...(await distinctImages(['x.png', 'y.png'])), 'l.json': list });
    const { data } = await runLoadImages({ source, list: join(source, 'l.json'), weights: 'weight' });
    expect((await data.read([1, 0])).weights).toEqual(Float32Array.of(0.5, 2));
    const plain = (await runLoadImages({ source, list: join(source, 'l.json') })).data;
    expect((await plain.read([1, 0])).weights).toBeUndefined();
  });

  it('stores an index, from which it rebuilds the dataset without reading the files', async () => {
    const source = await folderOf(await distinctImages(PETS));
    const first = await runLoadImages({ source });
    expect(first.progress.tasks).toEqual([{ label: 'reading images', total: 4, done: 4, ended: true }]);
    const [image] = (JSON.parse(String(first.store.entries.get('index.json'))) as { images: unknown[] }).images;
    expect(image).toMatchObject({ path: 'cats/a.png', labels: ['cats'], height: 8, width: 8 });
    expect(image).toHaveProperty('sha256', expect.stringMatching(/^[0-9a-f]{64}$/));

    await rm(join(source, 'cats/a.png'));
    const again = await runLoadImages({ source }, { store: first.store });
    expect(again.progress.tasks).toEqual([]);
    expect(again.names).toEqual(first.names);
    expect(again.params).toEqual(first.params);
  });

  it('rebuilds an index that another version wrote', async () => {
    const store = new MemoryArtifactStore();
    await store.write('index.json', Buffer.from('{"format":0}'));
    const source = await folderOf(await distinctImages(PETS));
    expect((await runLoadImages({ source }, { store })).names).toHaveLength(4);
  });

  it('decodes an image once and caches its pixels', async () => {
    const source = await folderOf(await distinctImages(PETS));
    const { data } = await runLoadImages({ source });
    const before = await data.read([0, 1, 2, 3]);
    await rm(source, { recursive: true });
    expect(await data.read([0, 1, 2, 3])).toEqual({ ...before, release: expect.any(Function) });
  });
});
