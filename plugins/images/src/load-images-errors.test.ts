import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distinctImages, folderOf, plainImage } from '../test/image-files.js';
import { failureOf, type GivenConfig, inferLoadImages, runLoadImages } from '../test/run-load-images.js';
import { MemoryArtifactStore } from '../test/services.js';

const failure = (config: GivenConfig) => failureOf(runLoadImages(config));

/** A JPEG whose second half is missing. */
async function cutJpeg(): Promise<Buffer> {
  const whole = await plainImage([9, 99, 199], 'jpeg', [64, 64]);
  return whole.subarray(0, whole.length - 40);
}

describe('load/images refuses', () => {
  it('a file for a folder', async () => {
    const source = join(await folderOf({ 'a.txt': '' }), 'a.txt');
    expect(await failure({ source })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_NOT_A_FOLDER',
      message: `"${source}" is a file, expected a folder of images.`,
      at: { config: ['source'] },
    });
  });

  it('a folder without images, and names what it holds', async () => {
    const source = await folderOf({ 'x/a.psd': '', 'x/.hidden.png': '', 'notes.txt': '' });
    expect(await failure({ source })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_EMPTY',
      message: `"${source}" has no image.`,
      notes: [
        'expgraph skipped 3 files: .psd 1, .txt 1, hidden 1; for example "x/.hidden.png", "notes.txt", "x/a.psd".',
        'Set source to a folder with JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF files, at any depth, or with idx or .npz files.',
      ],
      at: { config: ['source'] },
    });
    expect(await failure({ source: await folderOf({}) })).toMatchObject({
      notes: ['It has no file at all.', expect.any(String)],
    });
  });

  it('a pattern that matches no path, and shows three of them', async () => {
    const source = await folderOf(await distinctImages(['a.png', 'b.png', 'c.png', 'd.png']));
    expect(await failure({ source })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_NO_LABEL',
      message: '"^([^/]+)/" matches none of the 4 images, so they have no labels.',
      notes: [
        'Their paths are: "a.png", "b.png", "c.png" … and 1 more.',
        expect.stringMatching(/^Give each class/),
        expect.stringMatching(/set unlabelled: true\.$/),
      ],
      at: { config: ['labels'] },
    });
  });

  it('a pattern that is none, or has no group, before anything runs', () => {
    expect(() => inferLoadImages({ source: 'x', labels: '^([a-z]+' })).toThrow(
      expect.objectContaining({
        code: 'EXPGRAPH_DATA_LABELS_PATTERN',
        message: 'labels is not a valid regular expression: Unterminated group.',
        at: { config: ['labels'] },
      }),
    );
    expect(() => inferLoadImages({ source: 'x', labels: '^(?:a|b)' })).toThrow(
      expect.objectContaining({
        code: 'EXPGRAPH_DATA_LABELS_GROUP',
        message: 'The regular expression "^(?:a|b)" has no capturing group.',
      }),
    );
  });

  it('images of one class only', async () => {
    const source = await folderOf(await distinctImages(['cats/a.png', 'cats/b.png']));
    expect(await failure({ source })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_ONE_CLASS',
      message: 'There is one class only, "cats", expected two or more.',
      notes: [
        'Add images of another class, each class in its folder, or give another pattern in labels.',
        'Where classes are not known, as for the node predict, set unlabelled: true.',
      ],
      at: { config: ['source'] },
    });
  });

  it('a minImagesPerClass that leaves no two classes', async () => {
    const source = await folderOf(await distinctImages(['cats/a.png', 'cats/b.png', 'dogs/a.png']));
    expect(await failure({ source, minImagesPerClass: 2 })).toMatchObject({
      notes: ['Fewer than 2: "dogs (1)".', 'Lower minImagesPerClass, or add images.'],
      at: { config: ['minImagesPerClass'] },
    });
    expect(await failure({ source, minImagesPerClass: 3 })).toMatchObject({ message: 'No class has 3 images.' });
  });

  it('a maxImages below the number of classes', async () => {
    const source = await folderOf(await distinctImages(['a/1.png', 'b/1.png', 'c/1.png']));
    expect(await failure({ source, maxImages: 2 })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_MAX_TOO_SMALL',
      message: 'maxImages is 2, and there are 3 classes: not every class would have an image.',
      at: { config: ['maxImages'] },
    });
  });

  it('images that can not be read, naming up to five with what is wrong', async () => {
    const source = await folderOf({
      ...(await distinctImages(['a/1.png', 'b/1.png'])),
      'a/empty.png': '',
      'a/cut.jpg': await cutJpeg(),
      'b/text.jpg': 'not an image',
    });
    const error = (await failure({ source })) as { notes: string[] };
    expect(error).toMatchObject({
      code: 'EXPGRAPH_IMAGES_BAD_IMAGE',
      message: `3 images in "${source}" can not be read.`,
      at: { config: ['source'] },
    });
    expect(error.notes).toEqual([
      '"a/cut.jpg": it is cut short or damaged',
      '"a/empty.png": the file is empty',
      '"b/text.jpg": it is not a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF image',
      'Mend or remove them, or set onCorrupt: skip to leave them out.',
    ]);
    const many = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`a/${index}.png`, 'x']));
    const { notes } = (await failure({ source: await folderOf({ ...many, 'b/1.png': 'x' }) })) as { notes: string[] };
    expect(notes).toHaveLength(7);
    expect(notes[5]).toBe('… and 3 more');
  });

  it('nothing, when what can not be read is skipped, but says so', async () => {
    const source = await folderOf({ ...(await distinctImages(['a/1.png', 'b/1.png'])), 'a/cut.jpg': await cutJpeg() });
    const { names, lines, tables, store } = await runLoadImages({ source, onCorrupt: 'skip', maxCorrupt: 0.34 });
    expect(names).toEqual(['a/1.png', 'b/1.png']);
    const table = { columns: ['image', 'what is wrong'], rows: [['a/cut.jpg', 'it is cut short or damaged']] };
    expect(tables.get('Images that can not be read')).toEqual(table);
    const again = await runLoadImages({ source, onCorrupt: 'skip', maxCorrupt: 0.34 }, { store });
    expect(again.tables.get('Images that can not be read')).toEqual(table);
    expect(lines).toEqual([
      expect.stringMatching(/^warning: One image can not be read and is left out, for example "a\/cut/),
      '2 images in 2 classes (a 1, b 1).',
    ]);
  });

  it('more images that can not be read than maxCorrupt allows, naming them', async () => {
    const source = await folderOf({ ...(await distinctImages(['a/1.png', 'b/1.png'])), 'a/cut.jpg': await cutJpeg() });
    expect(await failure({ source, onCorrupt: 'skip', maxCorrupt: 0.33 })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_BAD_IMAGE',
      message: `1 of 3 images in "${source}" can not be read, more than maxCorrupt, 0.33, of them.`,
      notes: ['"a/cut.jpg": it is cut short or damaged', 'Mend or remove them, or raise maxCorrupt.'],
      at: { config: ['maxCorrupt'] },
    });
  });

  it('a file that is gone when a batch is read', async () => {
    const store = new MemoryArtifactStore();
    const source = await folderOf(await distinctImages(['a/1.png', 'b/1.png']));
    await runLoadImages({ source }, { store });
    await rm(join(source, 'b/1.png'));
    const { data } = await runLoadImages({ source }, { store });
    expect(await failureOf(data.read([0, 1]))).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LOST',
      message: 'The image "b/1.png" could be read before, and can not be read now.',
    });
  });

  it('to go on when it is interrupted', async () => {
    const { data } = await runLoadImages({ source: await folderOf(await distinctImages(['a/1.png', 'b/1.png'])) });
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    await expect(data.read([0], { signal })).rejects.toThrow('Ctrl-C');
  });
});

describe('load/images refuses a list', () => {
  const withList = async (name: string, list: string) => {
    const source = await folderOf({ ...(await distinctImages(['x.png', 'y.png'])), [name]: list });
    return failure({ source, list: join(source, name) });
  };

  it.each([
    ['without a label in a row', 'l.csv', 'path,label\nx.png,a\ny.png,\n', /l.csv:3: expected a path and a label/],
    ['without images', 'l.csv', 'path,label\n', /names no image/],
    ['that is no array', 'l.json', '{}', /l.json:1:1: expected an array/],
    [
      'with an element of another kind',
      'l.json',
      '[{"path":"x.png"}]',
      /l.json:1:2 \(\[0\]\): expected "path" and "label"/,
    ],
  ])('%s', async (_, name, list, message) => {
    const error = await withList(name, list);
    expect(error).toMatchObject({ code: 'EXPGRAPH_IMAGES_LIST', at: { config: ['list'] } });
    expect((error as Error).message).toMatch(message);
  });

  it('without the columns, naming those that there are', async () => {
    expect(await withList('l.csv', 'file,class\nx.png,a\n')).toMatchObject({
      code: 'EXPGRAPH_DATA_TABLE_COLUMN',
      message: expect.stringMatching(/l.csv" has no column "path".$/),
      at: { config: ['columns', 'path'] },
      notes: [expect.stringContaining('"file", "class"'), expect.any(String)],
    });
  });

  it('that is not JSON, with the place', async () => {
    expect(await withList('l.json', '[{')).toMatchObject({
      code: 'EXPGRAPH_DATA_JSON',
      message: expect.stringMatching(/l.json:1:3: expected a key in double quotes or "}", found the end of the file.$/),
      at: { config: ['list'] },
    });
  });

  it('with a quote that is never closed', async () => {
    expect(await withList('l.csv', 'path,label\nx.png,"a\ny.png,b\n')).toMatchObject({
      code: 'EXPGRAPH_DATA_TABLE',
      message: expect.stringMatching(/l.csv:2:7: the quote is never closed.$/),
    });
  });

  it('that gives an image two labels', async () => {
    expect(await withList('l.csv', 'path,label\nx.png,a\n./x.png,b\n')).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LIST_CONFLICT',
      message: expect.stringMatching(/l.csv:3: "x.png" has two labels, "a" and "b".$/),
    });
  });

  it.each(['../x.png', '/etc/x.png', 'a/../../x.png', 'C:\\x.png'])(
    'with the path %s outside the folder',
    async (path) => {
      expect(await withList('l.csv', `path,label\n${path},a\n`)).toMatchObject({
        code: 'EXPGRAPH_IMAGES_LIST_OUTSIDE',
        message: expect.stringMatching(/names 1 path outside the folder of the source/),
      });
    },
  );

  it('that names files which are not there', async () => {
    expect(await withList('l.csv', 'path,label\nx.png,a\nz.png,b\n')).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LIST_MISSING',
      message: expect.stringMatching(/names 1 file that the source does not have.$/),
      notes: [expect.stringMatching(/l.csv:3: "z.png"$/), expect.any(String)],
    });
  });

  it('that names a file by a name which several have', async () => {
    const files = {
      ...(await distinctImages(['a/x.png', 'b/x.png', 'b/y.png'])),
      'l.csv': 'path,label\nx.png,a\ny.png,b\n',
    };
    const source = await folderOf(files);
    expect(await failure({ source, list: join(source, 'l.csv') })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LIST_AMBIGUOUS',
      message: expect.stringMatching(/l.csv:2: "x.png" is the name of 2 files: "a\/x.png", "b\/x.png".$/),
    });
  });

  it('that has several labels of an image, where it is to have one', async () => {
    expect(await withList('l.json', '[{ "path": "x.png", "label": ["a", "b"] }]')).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LIST',
      notes: [expect.stringMatching(/multiLabel: true/)],
    });
  });

  it.each([
    ['a,-1', '"-1"'],
    ['a,heavy', '"heavy"'],
    ['a,Infinity', '"Infinity"'],
    ['a,', '""'],
  ])('that gives an image the weight of %s, with its line', async (row, found) => {
    const text = `path,label,weight\ny.png,b,1\n\nx.png,${row}\n`;
    const source = await folderOf({ ...(await distinctImages(['x.png', 'y.png'])), 'l.csv': text });
    const list = join(source, 'l.csv');
    expect(await failure({ source, list, weights: 'weight' })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_WEIGHT',
      message: `${list}:4: the weight of "x.png" is ${found}, expected a finite number of 0 or more.`,
      at: { config: ['list'] },
    });
  });

  it('that has no column of weights, or is not there, or gives two', async () => {
    const text = 'path,label,weight\ny.png,b,1\nx.png,a,1\n./x.png,a,2\n';
    const source = await folderOf({ ...(await distinctImages(['x.png', 'y.png'])), 'l.csv': text });
    const list = join(source, 'l.csv');
    expect(await failure({ source, list, weights: 'wieght' })).toMatchObject({
      code: 'EXPGRAPH_DATA_TABLE_COLUMN',
      message: `"${list}" has no column "wieght". Did you mean "weight"?`,
      at: { config: ['weights'] },
    });
    expect(await failure({ source, list, weights: 'weight' })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LIST_CONFLICT',
      message: `${list}:4: "x.png" has two weights, 1 and 2.`,
    });
    expect(() => inferLoadImages({ source, weights: 'weight' })).toThrow(
      'weights names "weight", and there is no list that could have this column.',
    );
  });

  it('that is a folder', async () => {
    const source = await folderOf(await distinctImages(['a/1.png']));
    expect(await failure({ source, list: source })).toMatchObject({
      message: expect.stringMatching(/is a folder without .xml files/),
    });
  });
});
