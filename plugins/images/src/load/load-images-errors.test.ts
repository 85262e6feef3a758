import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distinctImages, folderOf, plainImage } from '../../test/image-files.js';
import { failureOf, type GivenConfig, inferLoadImages, runLoadImages } from '../../test/run-load-images.js';
import { MemoryArtifactStore } from '../../test/services.js';

const failure = (config: GivenConfig) => failureOf(runLoadImages(config));

/** A JPEG file without its second half. */
async function cutJpeg(): Promise<Buffer> {
  const whole = await plainImage([9, 99, 199], 'jpeg', [64, 64]);
  return whole.subarray(0, whole.length - 40);
}

describe('load/images rejects', () => {
  it('a file instead of a folder', async () => {
    const source = join(await folderOf({ 'a.txt': '' }), 'a.txt');
    expect(await failure({ source })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_NOT_A_FOLDER',
      message: `"${source}" is a file, expected a folder of images.`,
      at: { config: ['source'] },
    });
  });

  it('a folder without images, and names its files', async () => {
    const source = await folderOf({ 'x/a.psd': '', 'x/.hidden.png': '', 'notes.txt': '' });
    expect(await failure({ source })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_EMPTY',
      message: `"${source}" contains no images.`,
      notes: [
        'expgraph skipped 3 files: .psd 1, .txt 1, hidden 1, for example "x/.hidden.png", "notes.txt", "x/a.psd".',
        'Set source to a folder with JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF files, at any depth, or with idx or .npz files.',
      ],
      at: { config: ['source'] },
    });
    expect(await failure({ source: await folderOf({}) })).toMatchObject({
      notes: ['The folder contains no files.', expect.any(String)],
    });
  });

  it('a pattern that matches no path, and shows three paths', async () => {
    const source = await folderOf(await distinctImages(['a.png', 'b.png', 'c.png', 'd.png']));
    expect(await failure({ source })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_NO_LABEL',
      message: 'The pattern "^([^/]+)/" in labels matches none of 4 image paths.',
      notes: [
        'The paths are: "a.png", "b.png", "c.png" … and 1 more.',
        expect.stringMatching(/^Put each class/),
        expect.stringMatching(/set unlabeled: true\.$/),
      ],
      at: { config: ['labels'] },
    });
  });

  it('an invalid pattern, or one without a group, before anything runs', () => {
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
      message: 'Found only one class, "cats", expected two or more.',
      notes: [
        'Add images of another class, each class in its own folder, or change the pattern in labels.',
        'If the classes are unknown, for example for predict, set unlabeled: true.',
      ],
      at: { config: ['source'] },
    });
  });

  it('a minImagesPerClass that leaves fewer than two classes', async () => {
    const source = await folderOf(await distinctImages(['cats/a.png', 'cats/b.png', 'dogs/a.png']));
    expect(await failure({ source, minImagesPerClass: 2 })).toMatchObject({
      notes: ['Classes with fewer than 2 images: "dogs (1)".', 'Lower minImagesPerClass, or add images.'],
      at: { config: ['minImagesPerClass'] },
    });
    expect(await failure({ source, minImagesPerClass: 3 })).toMatchObject({
      message: 'No class has at least 3 images.',
    });
  });

  it('a maxImages below the number of classes', async () => {
    const source = await folderOf(await distinctImages(['a/1.png', 'b/1.png', 'c/1.png']));
    expect(await failure({ source, maxImages: 2 })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_MAX_TOO_SMALL',
      message: 'maxImages is 2, expected at least 3, one image for each class.',
      at: { config: ['maxImages'] },
    });
  });

  it('images that cannot be read, naming up to five with the reason', async () => {
    const source = await folderOf({
      ...(await distinctImages(['a/1.png', 'b/1.png'])),
      'a/empty.png': '',
      'a/cut.jpg': await cutJpeg(),
      'b/text.jpg': 'not an image',
    });
    const error = (await failure({ source })) as { notes: string[] };
    expect(error).toMatchObject({
      code: 'EXPGRAPH_IMAGES_BAD_IMAGE',
      message: `3 images in "${source}" cannot be read.`,
      at: { config: ['source'] },
    });
    expect(error.notes).toEqual([
      '"a/cut.jpg": it is truncated or damaged',
      '"a/empty.png": the file is empty',
      '"b/text.jpg": it is not a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF image',
      'Fix or remove them, or set onCorrupt: skip to leave them out.',
    ]);
    const many = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`a/${index}.png`, 'x']));
    const { notes } = (await failure({ source: await folderOf({ ...many, 'b/1.png': 'x' }) })) as { notes: string[] };
    expect(notes).toHaveLength(7);
    expect(notes[5]).toBe('… and 3 more');
  });

  it('no corrupt images with onCorrupt: skip, but reports them', async () => {
    const source = await folderOf({ ...(await distinctImages(['a/1.png', 'b/1.png'])), 'a/cut.jpg': await cutJpeg() });
    const { names, lines, tables, store } = await runLoadImages({ source, onCorrupt: 'skip', maxCorrupt: 0.34 });
    expect(names).toEqual(['a/1.png', 'b/1.png']);
    const table = { columns: ['image', 'reason'], rows: [['a/cut.jpg', 'it is truncated or damaged']] };
    expect(tables.get('Corrupt images')).toEqual(table);
    const again = await runLoadImages({ source, onCorrupt: 'skip', maxCorrupt: 0.34 }, { store });
    expect(again.tables.get('Corrupt images')).toEqual(table);
    expect(lines).toEqual([
      expect.stringMatching(/^warning: Skipped 1 image that cannot be read, for example "a\/cut/),
      '2 images in 2 classes (a 1, b 1).',
    ]);
  });

  it('more corrupt images than maxCorrupt allows, naming them', async () => {
    const source = await folderOf({ ...(await distinctImages(['a/1.png', 'b/1.png'])), 'a/cut.jpg': await cutJpeg() });
    expect(await failure({ source, onCorrupt: 'skip', maxCorrupt: 0.33 })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_BAD_IMAGE',
      message: `1 of 3 images in "${source}" cannot be read, more than the fraction 0.33 (maxCorrupt).`,
      notes: ['"a/cut.jpg": it is truncated or damaged', 'Fix or remove them, or raise maxCorrupt.'],
      at: { config: ['maxCorrupt'] },
    });
  });

  it('a file that is missing when a batch is read', async () => {
    const store = new MemoryArtifactStore();
    const source = await folderOf(await distinctImages(['a/1.png', 'b/1.png']));
    await runLoadImages({ source }, { store });
    await rm(join(source, 'b/1.png'));
    const { data } = await runLoadImages({ source }, { store });
    expect(await failureOf(data.read([0, 1]))).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LOST',
      message: 'The image "b/1.png" can no longer be read.',
    });
  });

  it('to continue when it is interrupted', async () => {
    const { data } = await runLoadImages({ source: await folderOf(await distinctImages(['a/1.png', 'b/1.png'])) });
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    await expect(data.read([0], { signal })).rejects.toThrow('Ctrl-C');
  });
});

describe('load/images rejects a list', () => {
  const withList = async (name: string, list: string) => {
    const source = await folderOf({ ...(await distinctImages(['x.png', 'y.png'])), [name]: list });
    return failure({ source, list: join(source, name) });
  };

  it.each([
    ['without a label in a row', 'l.csv', 'path,label\nx.png,a\ny.png,\n', /l.csv:3: expected a path and a label/],
    ['without images', 'l.csv', 'path,label\n', /lists no images/],
    ['that is not an array', 'l.json', '{}', /l.json:1:1: expected an array/],
    ['with an invalid entry', 'l.json', '[{"path":"x.png"}]', /l.json:1:2 \(\[0\]\): expected "path" and "label"/],
  ])('%s', async (_, name, list, message) => {
    const error = await withList(name, list);
    expect(error).toMatchObject({ code: 'EXPGRAPH_IMAGES_LIST', at: { config: ['list'] } });
    expect((error as Error).message).toMatch(message);
  });

  it('without the columns, naming its columns', async () => {
    expect(await withList('l.csv', 'file,class\nx.png,a\n')).toMatchObject({
      code: 'EXPGRAPH_DATA_TABLE_COLUMN',
      message: expect.stringMatching(/l.csv" has no column "path".$/),
      at: { config: ['columns', 'path'] },
      notes: [expect.stringContaining('"file", "class"'), expect.any(String)],
    });
  });

  it('that is not valid JSON, with the place', async () => {
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

  it('that names missing files', async () => {
    expect(await withList('l.csv', 'path,label\nx.png,a\nz.png,b\n')).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LIST_MISSING',
      message: expect.stringMatching(/names 1 file that does not exist in the source.$/),
      notes: [expect.stringMatching(/l.csv:3: "z.png"$/), expect.any(String)],
    });
  });

  it('with a file name that matches several files', async () => {
    const files = {
      ...(await distinctImages(['a/x.png', 'b/x.png', 'b/y.png'])),
      'l.csv': 'path,label\nx.png,a\ny.png,b\n',
    };
    const source = await folderOf(files);
    expect(await failure({ source, list: join(source, 'l.csv') })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_LIST_AMBIGUOUS',
      message: expect.stringMatching(/l.csv:2: "x.png" matches 2 files: "a\/x.png", "b\/x.png".$/),
    });
  });

  it('with several labels of an image without multiLabel', async () => {
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
  ])('with the weight %s, with the line', async (row, found) => {
    const text = `path,label,weight\ny.png,b,1\n\nx.png,${row}\n`;
    const source = await folderOf({ ...(await distinctImages(['x.png', 'y.png'])), 'l.csv': text });
    const list = join(source, 'l.csv');
    expect(await failure({ source, list, weights: 'weight' })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_WEIGHT',
      message: `${list}:4: the weight of "x.png" is ${found}, expected a finite number of 0 or more.`,
      at: { config: ['list'] },
    });
  });

  it('without a column of weights, without the file, or with two weights of an image', async () => {
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
      'weights names the column "weight", but list is not set.',
    );
  });

  it('that is a folder', async () => {
    const source = await folderOf(await distinctImages(['a/1.png']));
    expect(await failure({ source, list: source })).toMatchObject({
      message: expect.stringMatching(/^The folder ".*" contains no .xml files/),
    });
  });
});
