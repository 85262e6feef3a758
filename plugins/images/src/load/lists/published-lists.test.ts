import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { distinctImages, folderOf } from '../../../test/image-files.js';
import { failureOf, type GivenConfig, runLoadImages } from '../../../test/run-load-images.js';

const PATHS = ['x/1.png', 'x/2.png', '3.png', '4.png'];

/** Loads four images with a list. */
async function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  list: string,
  config: Partial<GivenConfig> = {},
) {
  const source = await folderOf(await distinctImages(PATHS));
  const lists = await folderOf(files);
  const run = runLoadImages({ source, list: join(lists, list), ...config });
  return { run, lists };
}

const loaded = async (...options: Parameters<typeof load>) => (await load(...options)).run;

/** Returns the error message, without the folder of the list. */
async function failure(...options: Parameters<typeof load>) {
  const { run, lists } = await load(...options);
  const { code, message, notes, at } = (await failureOf(run)) as Record<string, string> & { notes: string[] };
  return {
    code,
    message: message.replaceAll(`${lists}/`, ''),
    notes: notes.map((note) => note.replaceAll(`${lists}/`, '')),
    at,
  };
}

/** Returns the classes of each image from the multi-hot labels. */
function tagsOf({ data, names }: Awaited<ReturnType<typeof runLoadImages>>) {
  const labels = data.labels();
  const { classes } = data;
  return Object.fromEntries(
    names.map((name, image) => [name, classes.filter((_, label) => labels[image * classes.length + label] === 1)]),
  );
}

const coco = (change: (file: ReturnType<typeof cocoFile>) => void = () => undefined) => {
  const file = cocoFile();
  change(file);
  return { 'coco.json': JSON.stringify(file, undefined, 1) };
};

function cocoFile() {
  return {
    images: [
      { id: 7, file_name: 'x/1.png' },
      { id: 8, file_name: '2.png' },
      { id: 9, file_name: '3.png' },
      { id: 10, file_name: '4.png' },
    ],
    annotations: [
      { image_id: 7, category_id: 1, area: 10.5, bbox: [0, 0, 9, 9] } as Record<string, unknown>,
      { image_id: 7, category_id: 3, area: 90 },
      { image_id: 7, category_id: 1, area: 20 },
      { image_id: 8, category_id: 1, bbox: [1, 1, 4, 5] },
      { image_id: 8, category_id: 3, bbox: [1, 1, 3, 5] },
      { image_id: 9, category_id: 3, area: 5 },
      { image_id: 9, category_id: 1, area: 500, iscrowd: 1 },
    ],
    categories: [
      { id: 1, name: 'cat' },
      { id: 3, name: 'dog' },
    ],
  };
}

describe('COCO annotations', () => {
  it('give an image the class of its largest object, and skip images without objects', async () => {
    const { classOf, lines } = await loaded(coco(), 'coco.json');
    expect(classOf).toEqual({ 'x/1.png': 'dog', 'x/2.png': 'cat', '3.png': 'dog' });
    expect(lines).toEqual([
      'Skipped 1 of 7 annotations that are crowds (iscrowd: 1).',
      'warning: Skipped 1 of 4 images without objects.',
      '3 images in 2 classes (cat 1, dog 2).',
    ]);
  });

  it('give an image all classes of its objects with multiLabel', async () => {
    const run = await loaded(coco(), 'coco.json', { multiLabel: true });
    expect(run.data.spec.label).toEqual({ encoding: 'classes', classes: ['cat', 'dog'] });
    expect(tagsOf(run)).toEqual({
      'x/1.png': ['cat', 'dog'],
      'x/2.png': ['cat', 'dog'],
      '3.png': ['dog'],
      '4.png': [],
    });
    const { labels } = await run.data.read([run.names.indexOf('4.png'), run.names.indexOf('3.png')]);
    expect(labels).toEqual(Float32Array.of(0, 0, 0, 1));
  });

  it.each([
    [
      'a missing image',
      'image_id',
      99,
      'coco.json:32:3 (annotations[1]): the image_id 99 is not the id of any image in the file.',
    ],
    [
      'a missing category',
      'category_id',
      2,
      'coco.json:32:3 (annotations[1]): the category_id 2 is not the id of any category in the file.',
    ],
    [
      'no area and no box',
      'area',
      undefined,
      'coco.json:32:3 (annotations[1]): expected an annotation with an area or a bbox [x, y, width, height].',
    ],
  ])('are rejected for %s, with the line', async (_, field, value, message) => {
    const files = coco(({ annotations }) => {
      annotations[1][field] = value;
    });
    expect(await failure(files, 'coco.json')).toMatchObject({ message, at: { config: ['list'] } });
  });

  it('are rejected without categories, and for missing images, with their lines', async () => {
    const without = JSON.stringify({ images: [], annotations: [] });
    expect(await failure({ 'coco.json': without }, 'coco.json')).toMatchObject({
      message: 'coco.json:1:1: expected categories in addition to images and annotations.',
    });
    const files = coco(({ images }) => images.push({ id: 11, file_name: '5.png' }));
    expect(await failure(files, 'coco.json', { multiLabel: true })).toMatchObject({
      message: '"coco.json" names 1 file that does not exist in the source.',
      notes: ['coco.json:19:3 (images[4]): "5.png"', expect.any(String)],
    });
  });
});

it.each([
  [
    'crowds only',
    (file: ReturnType<typeof cocoFile>) => {
      for (const annotation of file.annotations) annotation.iscrowd = 1;
    },
    'coco.json:1:146 (annotations): found 7 annotations, but all are marked iscrowd.',
  ],
  [
    'no annotations',
    (file: ReturnType<typeof cocoFile>) => {
      file.annotations = [];
    },
    'coco.json:1:146 (annotations): found no annotations, expected at least one.',
  ],
  [
    'no images',
    (file: ReturnType<typeof cocoFile>) => {
      file.images = [];
    },
    'coco.json:1:11 (images): found no images, expected at least one.',
  ],
  [
    'a duplicate id',
    (file: ReturnType<typeof cocoFile>) => {
      file.images[1].id = 7;
    },
    'coco.json:1:43 (images[1]): duplicate id 7 in images.',
  ],
  [
    'an id that is rounded',
    (file: ReturnType<typeof cocoFile>) => {
      file.images[1].id = 2 ** 53;
    },
    'coco.json:1:43 (images[1]): found an integer near 9007199254740992, expected at most 2^53',
  ],
])('COCO annotations in one line are rejected for %s, with their place', async (_, change, message) => {
  const file = cocoFile();
  change(file);
  const found = await failure({ 'coco.json': JSON.stringify(file) }, 'coco.json');
  expect(found.message).toContain(message);
  expect(found.notes.join()).not.toContain('CSV');
});

const voc = (
  filename: string,
  ...objects: readonly [name: string, side: number, more?: string][]
) => `<?xml version="1.0"?>
<annotation>
  <filename>${filename}</filename>
  <size><width>9</width><height>9</height></size>
${objects
  .map(
    ([name, side, more = '']) => `  <object>
    <name>${name}</name>${more}
    <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>${1 + side}</xmax><ymax>${1 + side}</ymax></bndbox>
    <part><name>head</name><bndbox><xmin>0</xmin><ymin>0</ymin><xmax>999</xmax><ymax>999</ymax></bndbox></part>
  </object>`,
  )
  .join('\n')}
</annotation>
`;

const VOC = {
  'Annotations/1.xml': voc('1.png', ['cat', 2], ['dog &amp; bone', 5]),
  'Annotations/2.xml': voc('2.png', ['cat', 3], ['dog &amp; bone', 8, '<difficult>1</difficult>']),
  'Annotations/3.xml': voc('3.png', ['dog &amp; bone', 1]),
};

describe('Pascal VOC annotations', () => {
  it('give an image the class of its largest object, without difficult objects and parts of objects', async () => {
    const { classOf } = await loaded(VOC, 'Annotations');
    expect(classOf).toEqual({ 'x/1.png': 'dog & bone', 'x/2.png': 'cat', '3.png': 'dog & bone' });
  });

  it('give an image all classes of its objects with multiLabel', async () => {
    const tags = tagsOf(await loaded(VOC, 'Annotations', { multiLabel: true }));
    expect(tags).toEqual({ 'x/1.png': ['cat', 'dog & bone'], 'x/2.png': ['cat'], '3.png': ['dog & bone'] });
  });

  it.each([
    ['invalid XML', '<annotation>\n<filename>\n', /^Annotations\/3.xml:2:11: this is not valid XML: /],
    ['another root', '<a/>', /^Annotations\/3.xml:1:1: expected <annotation>, not <a>\.$/],
    [
      'an object without a box',
      voc('3.png', ['cat', 1]).replaceAll('xmax', 'x'),
      /^Annotations\/3.xml:5:3: expected an object with a name and a bndbox/,
    ],
    ['deeply nested elements', '<annotation>'.repeat(100_000), /^Annotations\/3.xml(:\d+)*: this is not valid XML: /],
  ])('are rejected for %s, with file and line', async (_, text, message) => {
    expect((await failure({ ...VOC, 'Annotations/3.xml': text }, 'Annotations')).message).toMatch(message);
  });

  it('are rejected in a folder without any', async () => {
    expect(await failure({ 'Annotations/a.txt': '' }, 'Annotations')).toMatchObject({
      message: 'The folder "Annotations" contains no .xml files.',
    });
  });
});

describe("ImageNet's lists", () => {
  const files = {
    'LOC_val_solution.csv':
      'ImageId,PredictionString\n1,n01440764 1 2 3 4 n01440764 5 6 7 8 \n2,n01443537 1 2 3 4 \n3,n01440764 0 0 1 1 \n',
    'LOC_synset_mapping.txt':
      'n01440764 tench, Tinca tinca\nn01443537 goldfish, Carassius auratus\nn01484850 great white shark\n',
  };

  it('name images without extension, and synsets by the first of their names', async () => {
    const lists = await folderOf(files);
    const classNamesFile = join(lists, 'LOC_synset_mapping.txt');
    const { classOf } = await loaded(files, 'LOC_val_solution.csv', { classNamesFile });
    expect(classOf).toEqual({ 'x/1.png': 'tench', 'x/2.png': 'goldfish', '3.png': 'tench' });
  });

  it('are rejected without a synset, with the line', async () => {
    const text = 'ImageId,PredictionString\n1,n01440764 1 2 3 4\n2,goldfish\n';
    expect(await failure({ 'l.csv': text }, 'l.csv')).toMatchObject({
      message: 'l.csv:3: expected an ImageId and a synset, for example n01440764 1 2 3 4.',
    });
  });

  it('of synsets are rejected in another format', async () => {
    const lists = await folderOf({ 'words.txt': 'tench\n' });
    const classNamesFile = join(lists, 'words.txt');
    expect(await failure(files, 'LOC_val_solution.csv', { classNamesFile })).toMatchObject({
      code: 'EXPGRAPH_IMAGES_CLASS_NAMES',
      at: { config: ['classNamesFile'] },
    });
  });
});

describe('lists with several labels and further columns', () => {
  it('have labels between separators in CSV, and arrays in JSON and JSON Lines', async () => {
    const expected = { 'x/1.png': ['sea', 'sky'], 'x/2.png': [], '3.png': ['sky'] };
    const csv = 'path,label\nx/1.png,sky; sea\nx/2.png,\n3.png,sky\n';
    expect(tagsOf(await loaded({ 'l.csv': csv }, 'l.csv', { multiLabel: true }))).toEqual(expected);
    const blanks = csv.replace('; ', ' ');
    expect(tagsOf(await loaded({ 'l.csv': blanks }, 'l.csv', { multiLabel: true, labelSeparator: ' ' }))).toEqual(
      expected,
    );
    const records = Object.entries(expected).map(([path, label]) => ({ path, label }));
    expect(tagsOf(await loaded({ 'l.json': JSON.stringify(records) }, 'l.json', { multiLabel: true }))).toEqual(
      expected,
    );
    const lines = records.map((record) => JSON.stringify(record)).join('\n');
    expect(tagsOf(await loaded({ 'l.jsonl': lines }, 'l.jsonl', { multiLabel: true }))).toEqual(expected);
  });

  it('may have the path and the label in other columns or keys', async () => {
    const columns = { path: 'file', label: '품종' };
    const expected = { 'x/1.png': 'cat', 'x/2.png': 'dog' };
    expect((await loaded({ 'l.csv': '품종;FILE\n cat ;1.png\n"dog";2.png\n' }, 'l.csv', { columns })).classOf).toEqual(
      expected,
    );
    const lines = '{"file": "1.png", "품종": "cat"}\n{"file": "2.png", "품종": " dog"}\n';
    expect((await loaded({ 'l.jsonl': lines }, 'l.jsonl', { columns })).classOf).toEqual(expected);
    expect(await failure({ 'l.csv': 'file,label\n1.png,cat\n' }, 'l.csv', { columns })).toMatchObject({
      message: '"l.csv" has no column "품종".',
      at: { config: ['columns', 'label'] },
    });
  });

  it('are decoded in the given encoding, or rejected', async () => {
    const names = iconv.encode('path,label\n1.png,정상\n2.png,불량\n3.png,보류\n', 'cp949');
    const { data } = await loaded({ 'l.csv': names }, 'l.csv', { encoding: 'cp949' });
    expect(data.classes).toEqual(['보류', '불량', '정상']);
    expect(await failure({ 'l.csv': names }, 'l.csv')).toMatchObject({
      code: 'EXPGRAPH_DATA_ENCODING',
      message: 'l.csv:2:7: the byte 0xc1 is not valid UTF-8.',
      at: { config: ['list'] },
      notes: [expect.stringContaining('probably encoding: cp949')],
    });
    const xml = iconv.encode(voc('1.png', ['불량', 1]).replace('?>', ' encoding="euc-kr"?>'), 'cp949');
    const files = { 'A/1.xml': xml, 'A/2.xml': iconv.encode(voc('2.png', ['정상', 1]), 'utf-16', { addBOM: true }) };
    expect((await loaded(files, 'A')).classOf).toEqual({ 'x/1.png': '불량', 'x/2.png': '정상' });
  });

  it('report images that they do not name, or name twice', async () => {
    const { lines } = await loaded({ 'l.csv': 'path,label\n1.png,a\n\n2.png,b\n1.png,a\n' }, 'l.csv');
    expect(lines.map((line) => line.replace(/".*l.csv"/, '"l.csv"'))).toEqual([
      'Skipped 1 blank line between the rows of "l.csv", the first at line 3.',
      'Skipped 1 of 3 entries of "l.csv" that repeat an image with the same label.',
      '2 images in 2 classes (a 1, b 1); skipped 2 files: not in the list 2.',
    ]);
  });

  it('keep the requested columns, also in the index', async () => {
    const files = { 'l.csv': 'path,label,Patient,age\nx/1.png,a,p1,7\nx/2.png,b,p2,8\n' };
    const { data, store } = await loaded(files, 'l.csv', { keepColumns: ['patient', 'age'] });
    expect(data.column?.('patient')).toEqual(['p1', 'p2']);
    expect(data.column?.('age')).toEqual(['7', '8']);
    expect(data.column?.('height')).toBeUndefined();
    expect(String(store.entries.get('index.json'))).toContain('"columns":{"patient":"p1","age":"7"}');
  });

  it('are rejected without a requested column, or a value in it', async () => {
    const csv = { 'l.csv': 'path,label,patient\nx/1.png,a,p1\nx/2.png,b,p2\n' };
    expect(await failure(csv, 'l.csv', { keepColumns: ['patent'] })).toMatchObject({
      message: '"l.csv" has no column "patent". Did you mean "patient"?',
      at: { config: ['keepColumns'] },
    });
    const short = { 'l.csv': 'path,label,patient\nx/1.png,a,p1\nx/2.png,b\n' };
    expect(await failure(short, 'l.csv', { keepColumns: ['patient'] })).toMatchObject({
      message: 'l.csv:3: found 2 fields separated by ",", expected 3 ("path", "label", "patient").',
    });
    const without = { 'l.jsonl': '{"path":"x/1.png","label":"a"}\n' };
    expect(await failure(without, 'l.jsonl', { keepColumns: ['constructor'] })).toMatchObject({
      message: 'l.jsonl:1: the value of "constructor" is missing.',
    });
    const lines = { 'l.jsonl': '{"path":"x/1.png","label":"a"}\n\n{"path":"x/2.png"\n' };
    expect((await failure(lines, 'l.jsonl')).message).toMatch(/^l.jsonl:3:18: expected "," or "}"/);
  });
});
