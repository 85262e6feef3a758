import { readFile } from 'node:fs/promises';
import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { exampleOf, idxOf, npyOf, recordsOf, tarOf, zipOf } from './containers.mjs';

const root = new URL('../../../', import.meta.url);
const fixture = (path) => readFile(new URL(path, root));

const gray = (count) => Buffer.from(Array.from({ length: count }, (_, index) => (index * 7919) % 256));

const photo = () => sharp(gray(24 * 32 * 3), { raw: { width: 32, height: 24, channels: 3 } });

const same = (bytes) => bytes;

/**
 * Small valid files of all supported formats. Each has its format, the file to damage, `wrap`, which puts the damaged content into a valid
 * container (so that a checksum does not reject all damage), further files, and the reader.
 */
export async function seeds() {
  return [
    ...(await images()),
    ...arrays(),
    ...(await archives()),
    ...(await lists()),
    ...records(await photo().jpeg().toBuffer()),
    ...(await texts()),
    ...vectors(),
    ...(await weights()),
  ];
}

const LOAD = { size: [4, 4] };

async function images() {
  const good = await photo().png().toBuffer();
  const { images: known } = JSON.parse(await fixture('plugins/images/fixtures/formats.json'));
  const [bmp, indexed] = known.map(({ file }) => Buffer.from(file, 'base64'));
  const files = {
    png: good,
    'png interlaced': await photo().png({ progressive: true, palette: true }).toBuffer(),
    jpeg: await photo().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    'jpeg progressive': await photo().jpeg({ progressive: true }).toBuffer(),
    gif: await photo().gif().toBuffer(),
    webp: await photo().webp().toBuffer(),
    'webp lossless': await photo().webp({ lossless: true }).toBuffer(),
    tiff: await photo().tiff({ compression: 'deflate' }).toBuffer(),
    bmp,
    'bmp indexed': indexed,
  };
  return Object.entries(files).map(([format, content]) => {
    const extension = format.split(' ')[0];
    return {
      format,
      content,
      file: `a/1.${extension}`,
      wrap: same,
      beside: { 'b/2.png': good },
      read: ['load/images', '.', LOAD],
    };
  });
}

function arrays() {
  const x = npyOf('|u1', [4, 3, 3], gray(36));
  const y = npyOf('<i8', [4], Buffer.from(BigInt64Array.of(0n, 1n, 0n, 1n).buffer));
  const names = npyOf(
    '<U3',
    [4],
    Buffer.from(Uint32Array.from('catdogcatdog', (letter) => letter.charCodeAt(0)).buffer),
  );
  const npz = (deflate) =>
    zipOf(
      [
        ['x.npy', x],
        ['y.npy', y],
      ],
      { deflate },
    );
  const read = ['load/images', 'a.npz', LOAD];
  const idx = idxOf([4, 3, 3], gray(36));
  const labels = { 'labels-idx1-ubyte': idxOf([4], Buffer.of(0, 1, 0, 1)) };
  return [
    { format: 'npz', content: npz(true), file: 'a.npz', wrap: same, read },
    { format: 'npz stored', content: npz(false), file: 'a.npz', wrap: same, read },
    {
      format: 'npy',
      content: x,
      file: 'a.npz',
      wrap: (bytes) =>
        zipOf([
          ['x.npy', bytes],
          ['y.npy', y],
        ]),
      read,
    },
    {
      format: 'npy of labels',
      content: names,
      file: 'a.npz',
      wrap: (bytes) =>
        zipOf([
          ['x.npy', x],
          ['y.npy', bytes],
        ]),
      read,
    },
    {
      format: 'idx',
      content: idx,
      file: 'images-idx3-ubyte',
      wrap: same,
      beside: labels,
      read: ['load/images', '.', LOAD],
    },
    {
      format: 'idx gz',
      content: gzipSync(idx),
      file: 'images-idx3-ubyte.gz',
      wrap: same,
      beside: labels,
      read: ['load/images', '.', LOAD],
    },
    {
      format: 'idx in gz',
      content: idx,
      file: 'images-idx3-ubyte.gz',
      wrap: (bytes) => gzipSync(bytes),
      beside: labels,
      read: ['load/images', '.', LOAD],
    },
  ];
}

async function archives() {
  const png = await photo().png().toBuffer();
  const entries = [
    ['a/1.png', png],
    ['b/2.png', png],
  ];
  const read = (name) => ['load/images', name, LOAD];
  return [
    { format: 'zip', content: zipOf(entries), file: 'a.zip', wrap: same, read: read('a.zip') },
    { format: 'tar', content: tarOf(entries), file: 'a.tar', wrap: same, read: read('a.tar') },
    { format: 'tgz', content: gzipSync(tarOf(entries)), file: 'a.tgz', wrap: same, read: read('a.tgz') },
    {
      format: 'tar in gz',
      content: tarOf(entries),
      file: 'a.tgz',
      wrap: (bytes) => gzipSync(bytes),
      read: read('a.tgz'),
    },
  ].map((seed) => ({ ...seed, cleared: true }));
}

async function lists() {
  const picture = await photo().png().toBuffer();
  const coco = JSON.stringify({
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
  });
  const voc = (name, label) =>
    `<annotation><filename>${name}</filename><object><name>${label}</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object></annotation>`;
  const files = {
    'list.csv': 'path,label,weight\na.png,"wild ""cat""",1\nb.png,dog,2\n',
    'list.tsv': 'path\tlabel\na.png\tcat\nb.png\tdog\n',
    'list.txt': 'a.png cat\nb.png dog\n',
    'published.list': 'a.png\nb.png\n',
    'list.json': '[{"path":"a.png","label":"cat"},{"path":"b.png","label":"dog"}]',
    'list.jsonl': '{"path":"a.png","label":"cat"}\n{"path":"b.png","label":"dog"}\n',
    'coco.json': coco,
    'LOC_val_solution.csv': 'ImageId,PredictionString\na,n01440764 1 2 3 4\nb,n01443537 1 2 3 4\n',
  };
  const pictures = { 'p/a.png': picture, 'p/b.png': picture };
  const config = (list) => ({ ...LOAD, list });
  return [
    ...Object.entries(files).map(([name, text]) => ({
      format: name,
      content: Buffer.from(text),
      file: name,
      wrap: same,
      beside: pictures,
      read: ['load/images', 'p', config(name)],
    })),
    {
      format: 'xml',
      content: Buffer.from(voc('a.png', 'cat')),
      file: 'voc/1.xml',
      wrap: same,
      beside: { ...pictures, 'voc/2.xml': Buffer.from(voc('b.png', 'dog')) },
      read: ['load/images', 'p', config('voc')],
    },
    {
      format: 'synsets',
      content: Buffer.from('n01440764 wild cat, lynx\nn01443537 dog\n'),
      file: 'names.txt',
      wrap: same,
      beside: { 'n01440764/a.png': picture, 'n01443537/b.png': picture },
      read: ['load/images', '.', { ...LOAD, classNamesFile: 'names.txt' }],
    },
  ];
}

function records(jpeg) {
  const numbers = [0, 1, 2].map((index) => exampleOf({ x: [index, 200, 3], label: [index % 2] }));
  const file = recordsOf(numbers);
  const pictures = recordsOf([0, 1].map((label) => exampleOf({ image: jpeg, label: [label] })));
  const config = { input: ['x'], label: 'label' };
  const read = ['load/tfrecord', 'a.tfrecord', config];
  const decode = ['load/tfrecord', 'a.tfrecord', { input: ['image'], label: 'label', image: { size: [4, 4] } }];
  const framed = (bytes) => recordsOf([bytes, ...numbers]);
  return [
    { format: 'tfrecord', content: file, wrap: same, read },
    {
      format: 'tfrecord skip',
      content: file,
      wrap: same,
      read: ['load/tfrecord', 'a.tfrecord', { ...config, onCorrupt: 'skip' }],
    },
    { format: 'tfrecord gzip', content: gzipSync(file), wrap: same, read },
    { format: 'tfrecord zlib', content: deflateSync(file), wrap: same, read },
    { format: 'tfrecord in gzip', content: file, wrap: (bytes) => gzipSync(bytes), read },
    { format: 'example', content: numbers[0], wrap: framed, read },
    {
      format: 'example of any length',
      content: numbers[0],
      wrap: framed,
      read: ['load/tfrecord', 'a.tfrecord', { ...config, labelEncoding: 'classes' }],
    },
    {
      format: 'sequence example',
      content: numbers[0],
      wrap: framed,
      read: ['load/tfrecord', 'a.tfrecord', { ...config, records: 'sequence-example' }],
    },
    { format: 'tfrecord of images', content: pictures, wrap: same, read: decode },
    {
      format: 'image in tfrecord',
      content: jpeg,
      wrap: (bytes) => recordsOf([exampleOf({ image: bytes, label: [1] }), exampleOf({ image: jpeg, label: [0] })]),
      read: decode,
    },
  ].map((seed) => ({ ...seed, file: 'a.tfrecord' }));
}

async function texts() {
  const conllu =
    '# text = a b\n1\ta\ta\tDET\t_\t_\t2\tdet\t_\t_\n2\tb\tb\tNOUN\t_\t_\t0\troot\t_\t_\n\n1\tc\tc\tVERB\t_\t_\t0\troot\t_\t_\n\n';
  const files = {
    'a.csv': 'text,label\n"good, very",1\nbad,0\n',
    'a.tsv': 'text\tlabel\ngood\t1\nbad\t0\n',
    'a.json': '[{"text":"good","label":1},{"text":"bad","label":0}]',
    'a.jsonl': '{"text":"good","label":1}\n{"text":"bad","label":0}\n',
  };
  const tagged = { 'a.conll': 'EU B-ORG\nrejects O\n\nPeter B-PER\n', 'a.conllu': conllu };
  const imdb = await fixture('plugins/text/fixtures/imdb-4.npz');
  const index = await fixture('plugins/text/fixtures/imdb_word_index.json');
  const words = { wordIndex: 'index.json' };
  const vocabulary = JSON.stringify({ tokens: ['a', 'b'], counts: [2, 1] });
  return [
    ...Object.entries(files).map(([file, text]) => ({
      format: `text ${file}`,
      content: Buffer.from(text),
      file,
      wrap: same,
      read: ['load/text', file, {}],
    })),
    ...Object.entries(tagged).map(([file, text]) => ({
      format: file.slice(2),
      content: Buffer.from(text),
      file,
      wrap: same,
      read: ['load/text', file, { labelsOf: 'tokens' }],
    })),
    {
      format: 'txt',
      content: Buffer.from('good film'),
      file: 'pos/1.txt',
      wrap: same,
      beside: { 'neg/2.txt': Buffer.from('bad') },
      read: ['load/text', '.', {}],
    },
    {
      format: 'npz of texts',
      content: imdb,
      file: 'a.npz',
      wrap: same,
      beside: { 'index.json': index },
      read: ['load/text', 'a.npz', words],
    },
    {
      format: 'pickle',
      content: pickleOf(),
      file: 'a.npz',
      wrap: (bytes) =>
        zipOf([
          ['x_train.npy', npyOf('|O', [2], bytes)],
          ['y_train.npy', npyOf('<i8', [2], Buffer.from(BigInt64Array.of(0n, 1n).buffer))],
        ]),
      beside: { 'index.json': index },
      read: ['load/text', 'a.npz', words],
    },
    {
      format: 'word index',
      content: index,
      file: 'index.json',
      wrap: same,
      beside: { 'a.npz': imdb },
      read: ['load/text', 'a.npz', words],
    },
    {
      format: 'vocab',
      content: Buffer.from('the\nof\nand\n'),
      file: 'vocab.txt',
      wrap: same,
      read: ['load/vocabulary', 'vocab.txt', {}],
    },
    {
      format: 'vocab json',
      content: Buffer.from(vocabulary),
      file: 'vocabulary.json',
      wrap: same,
      read: ['load/vocabulary', 'vocabulary.json', {}],
    },
    {
      format: 'timeseries csv',
      content: Buffer.from('time,a,b\n2020-01-01,1,2.5\n2020-01-02,2,3\n2020-01-03,3,4\n'),
      file: 's.csv',
      wrap: same,
      read: ['load/timeseries', 's.csv', { time: 'time' }],
    },
    {
      format: 'timeseries tsv',
      content: Buffer.from('a\tb\n1\t2.5\n2\t3\n3\t4\n'),
      file: 's.tsv',
      wrap: same,
      read: ['load/timeseries', 's.tsv', {}],
    },
  ];
}

/** NumPy's array of the lists [1, 2] and [2], in pickle protocol 4. */
function pickleOf() {
  return Buffer.from(
    '8004950000000000000000' +
      Buffer.from(
        '\x8c\x15numpy.core.multiarray\x8c\x0c_reconstruct\x93\x8c\x05numpy\x8c\x07ndarray\x93K\0\x85C\x01b\x87R(K\x01K\x02\x85\x8c\x05numpy\x8c\x05dtype\x93\x8c\x02O8\x89\x88\x87R\x89](](K\x01K\x02e](K\x02eetb.',
        'latin1',
      ).toString('hex'),
    'hex',
  );
}

function vectors() {
  const text = Buffer.from('the 1 2 3\nof 0.5 -1 2e-3\nand 1 1 1\n');
  const floats = (...values) => Buffer.from(Float32Array.from(values).buffer);
  const binary = Buffer.concat([Buffer.from('2 3\nthe '), floats(1, 2, 3), Buffer.from('\nof '), floats(4, 5, 6)]);
  const json = Buffer.from('{"the":[1,2,3],"of":[4,5,6]}');
  return Object.entries({ 'v.txt': text, 'v.bin': binary, 'v.json': json, 'v.txt.gz': gzipSync(text) }).map(
    ([file, content]) => ({
      format: `vectors ${file.slice(2)}`,
      content,
      file,
      wrap: same,
      read: ['vectors', file, {}],
    }),
  );
}

async function weights() {
  const folder = 'packages/model-io/fixtures/weights/';
  const names = [
    'model.h5',
    'keras2.h5',
    'keras3.weights.h5',
    'deep.h5',
    'model.keras',
    'deep.keras',
    'zip.pth',
    'legacy.pth',
    'float32.tflite',
    'float16.tflite',
  ];
  const single = await Promise.all(
    names.map(async (file) => ({
      format: file,
      content: await fixture(folder + file),
      file,
      wrap: same,
      read: ['weights', file, {}],
    })),
  );
  const h5 = await fixture(`${folder}model.h5`);
  const tfjs = await Promise.all(
    [
      ['tfjs-float32', 'model.json', '.bin'],
      ['tfjs-uint8', 'model.json', '.bin'],
      ['tfjs-module', 'model.min.js', '.min.js'],
    ].map(async ([kind, file, end]) => {
      const shards = [1, 2].map((number) => `group1-shard${number}of2${end}`);
      const contents = await Promise.all(shards.map((name) => fixture(`${folder}${kind}/${name}`)));
      return {
        format: kind,
        content: await fixture(`${folder}${kind}/${file}`),
        file,
        wrap: same,
        beside: Object.fromEntries(shards.map((name, index) => [name, contents[index]])),
        read: ['weights', file, {}],
      };
    }),
  );
  return [
    ...single,
    ...tfjs,
    {
      format: 'h5 in keras',
      content: h5,
      file: 'a.keras',
      wrap: (bytes) =>
        zipOf([
          ['config.json', Buffer.from('{"config":{"layers":[]}}')],
          ['model.weights.h5', bytes],
        ]),
      read: ['weights', 'a.keras', {}],
    },
    {
      format: 'config in keras',
      content: Buffer.from(
        '{"class_name":"Sequential","config":{"layers":[{"class_name":"Dense","config":{"name":"d"}}]}}',
      ),
      file: 'a.keras',
      wrap: (bytes) =>
        zipOf([
          ['config.json', bytes],
          ['model.weights.h5', h5],
        ]),
      read: ['weights', 'a.keras', {}],
    },
    {
      format: 'pickle in pth',
      content: Buffer.from(
        '\x80\x02}q\0X\x01\0\0\0wq\x01ctorch._utils\n_rebuild_tensor_v2\nq\x02((X\x07\0\0\0storageq\x03ctorch\nFloatStorage\nq\x04X\x01\0\0\x000q\x05X\x03\0\0\0cpuq\x06K\x04tq\x07QK\0K\x02K\x02\x86K\x02K\x01\x86\x89}tRs.',
        'latin1',
      ),
      file: 'a.pth',
      wrap: (bytes) =>
        zipOf(
          [
            ['a/data.pkl', bytes],
            ['a/data/0', Buffer.alloc(16)],
          ],
          { deflate: false },
        ),
      read: ['weights', 'a.pth', {}],
    },
  ];
}
