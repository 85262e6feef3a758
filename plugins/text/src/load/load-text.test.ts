import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run } from '@expgraph/sdk';
import { runNode, testNode } from '@expgraph/testing';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadText } from './load-text.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

type Config = Partial<Run<typeof LoadText>['config']>;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-text-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

async function load(source: string, config: Config = {}) {
  const { outputs, logger, tracker } = await runNode(LoadText, { inputs: {}, config: { source, ...config }, folder });
  const { data } = outputs;
  const all = Int32Array.from({ length: data.size }, (_, index) => index);
  const { texts = [], labels } = await data.read(all);
  const found = texts.map((text, index) => [data.name(index), text, data.classes[labels[index]]]);
  return { found, data, lines: logger.lines, params: tracker.params };
}

describe('load/text', () => {
  it('keeps the contract of nodes', async () => {
    await put({ 'a.csv': 'text,label\nx,1\ny,2\n' });
    await testNode(LoadText, { inputs: {}, config: { source: 'a.csv' }, folder });
  });

  it('reads one folder per class, in the order of the paths', async () => {
    await put({
      'r/pos/b.txt': 'good',
      'r/neg/a.txt': 'bad',
      'r/pos/a.txt': 'fine',
      'r/readme.md': 'no',
      'r/c.txt': 'no',
    });
    const { found, params, data } = await load('r');
    expect(found).toEqual([
      ['neg/a.txt', 'bad', 'neg'],
      ['pos/a.txt', 'fine', 'pos'],
      ['pos/b.txt', 'good', 'pos'],
    ]);
    expect(params).toEqual({ texts: 3, classes: 2, textsPerClass: 'neg 1, pos 2' });
    expect(data.spec.features).toEqual({ dtype: 'string', shape: ['batch'] });
  });

  it('uses the label that the pattern matches, as in the folders of aclImdb', async () => {
    await put({ 'train/pos/0_9.txt': 'good', 'train/neg/0_2.txt': 'bad', 'train/unsup/0_0.txt': 'who knows' });
    const { found } = await load('train', { labels: '^(neg|pos)/' });
    expect(found.map(([name]) => name)).toEqual(['neg/0_2.txt', 'pos/0_9.txt']);
  });

  it('reads CSV with quotes, line breaks in fields and other column names', async () => {
    await put({ 'a.csv': 'id,Review,stars\r\n1,"He said ""no"",\nthen left",1\r\n\r\n2,fine,5\r\n' });
    const { found } = await load('a.csv', {
      columns: { text: 'Review', label: 'stars' },
      classNames: { 1: 'bad', 5: 'good' },
    });
    expect(found).toEqual([
      ['a.csv:2', 'He said "no",\nthen left', 'bad'],
      ['a.csv:5', 'fine', 'good'],
    ]);
  });

  it('reads TSV without a header by column indices', async () => {
    await put({ 'a.tsv': '1\tgood film\n-1\tbad "film\n'.replace('"', '') });
    const { found } = await load('a.tsv', { header: false, columns: { label: 0, text: 1 } });
    expect(found).toEqual([
      ['a.tsv:1', 'good film', '1'],
      ['a.tsv:2', 'bad film', '-1'],
    ]);
  });

  it('reads JSON and JSON Lines, with numeric labels', async () => {
    await put({
      'a.json': '[{"text": "good", "class": 1}, {"text": "", "class": 0}]',
      'a.jsonl': '{"text": "good", "class": true}\n\n{"text": "bad", "class": false}\n',
    });
    const columns = { text: 'text', label: 'class' };
    expect((await load('a.json', { columns })).found).toEqual([
      ['a.json, record 1', 'good', '1'],
      ['a.json, record 2', '', '0'],
    ]);
    expect((await load('a.jsonl', { columns })).found).toEqual([
      ['a.jsonl:1', 'good', 'true'],
      ['a.jsonl:3', 'bad', 'false'],
    ]);
  });

  it('skips invalid records and duplicate texts, and logs how many', async () => {
    await put({
      'a.json':
        '[{"text":"a","label":1},{"text":"b","label":2},{"text":"a","label":2},{"label":1},{"text":"","label":null}]',
    });
    const { found, lines } = await load('a.json', { onInvalid: 'skip', duplicates: 'drop' });
    expect(found.map(([, text, label]) => [text, label])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(lines).toEqual([
      'warning: Skipped 2 of 5 records. The first: a.json:1:71 (record 4): the text is missing, expected a string.',
      'Dropped 1 of 3 texts as duplicates.',
      '2 texts in 2 classes (1 1, 2 1).',
    ]);
  });

  it('lists files with replaced bytes', async () => {
    const latin = Buffer.from('caf\xe9', 'latin1');
    await put({ 'r/a/1.txt': latin, 'r/b/1.txt': 'fine', 'r/b/2.txt': latin });
    const { found, lines } = await load('r', { onInvalid: 'skip' });
    expect(found.map(([, text]) => text)).toEqual(['caf\uFFFD', 'fine', 'caf\uFFFD']);
    expect(lines).toEqual([
      'warning: Replaced bytes that are not valid UTF-8 with "\uFFFD" in "a/1.txt", "b/2.txt".',
      '3 texts in 2 classes (a 1, b 2).',
    ]);
  });

  it('does not use the text after an unquoted comma as label', async () => {
    await put({ 'a.csv': 'text,label\nfine,good\nfine, but slow,bad\npoor,bad,\n' });
    await expect(load('a.csv')).rejects.toThrow(
      'a.csv:3: found 3 fields separated by ",", expected 2 ("text", "label").',
    );
    const { data, lines } = await load('a.csv', { onInvalid: 'skip' });
    expect(data.classes).toEqual(['bad', 'good']);
    expect(lines).toEqual([
      'warning: Skipped 1 of 3 records. The first: a.csv:3: found 3 fields separated by ",", expected 2 ("text", "label").',
      '2 texts in 2 classes (bad 1, good 1).',
    ]);
  });

  it('warns of names in classNames that are not labels', async () => {
    await put({ 'a.csv': 'text,label\nx,neg\ny,pos\n' });
    const { lines } = await load('a.csv', { classNames: { neg: 'bad', postive: 'good' } });
    expect(lines).toEqual([
      'warning: classNames has "postive", which is not a label of any text. The labels are: "neg", "pos".',
      '2 texts in 2 classes (bad 1, pos 1).',
    ]);
  });

  it('reads labels that are names of object properties', async () => {
    await put({ 'a.csv': 'text,label\nx,constructor\ny,__proto__\nz,1\n' });
    const { data } = await load('a.csv', { classNames: { 1: 'one' } });
    expect(data.classes).toEqual(['__proto__', 'constructor', 'one']);
  });

  it.each([2, 3, 4])("reads Keras' imdb.npz, as numpy writes it with pickle protocol %i", async (protocol) => {
    const { found, data } = await load(fixture(`imdb-${protocol}.npz`), { wordIndex: fixture('imdb_word_index.json') });
    expect(found).toEqual([
      ['train/0', 'the film was good', '1'],
      ['train/1', 'the film was bad', '0'],
      ['train/2', 'brilliant café', '1'],
      ['test/0', 'bad film', '0'],
      ['test/1', 'good', '1'],
    ]);
    // The names let split keep the published parts.
    expect(data.name(4)).toBe('test/1');
  });

  it('reports what is missing or wrong in a .npz file', async () => {
    const whole = await readFile(fixture('imdb-4.npz'));
    const flipped = Buffer.from(whole);
    flipped[flipped.indexOf('x_train.npy') + 60] ^= 1;
    await put({
      'flipped.npz': flipped,
      'cut.npz': whole.subarray(0, 400),
      'few.json': '{"the":1,"film":2,"was":3,"good":4}',
      'no.json': '{"a":"b"}',
    });
    const npz = fixture('imdb-4.npz');
    const index = fixture('imdb_word_index.json');
    await expect(load(npz)).rejects.toThrow('"imdb-4.npz" contains word indices, and wordIndex is not set.');
    await expect(load(npz, { wordIndex: 'few.json' })).rejects.toThrow(
      'imdb-4.npz, train/1: wordIndex has no word with index 5.',
    );
    await expect(load(npz, { wordIndex: 'no.json' })).rejects.toThrow('the index of "a" is "b".');
    await expect(load('flipped.npz', { wordIndex: index })).rejects.toThrow(
      '"flipped.npz" is not a .npz file, or is damaged: ',
    );
    await expect(load('cut.npz', { wordIndex: index })).rejects.toThrow(
      /^"cut.npz" is damaged, or does not have the layout of Keras' imdb.npz: /,
    );
  });

  it.each<[string, Record<string, string | Uint8Array>, string, Config, string]>([
    ['an unknown format', { 'a.pdf': '' }, 'a.pdf', {}, '"a.pdf" has an unknown file format.'],
    ['a folder without texts', { 'r/a.log': '' }, 'r', {}, '"r" contains no text files.'],
    ['an empty table', { 'a.csv': 'text,label\n' }, 'a.csv', {}, '"a.csv" contains no texts.'],
    ['an empty file', { 'a.csv': '' }, 'a.csv', {}, '"a.csv" contains no texts.'],
    ['a duplicate column', { 'a.csv': 'text,text,label\nx,y,1\n' }, 'a.csv', {}, '"a.csv" has 2 columns "text": 1, 2.'],
    [
      'paths without labels',
      { 'r/a.txt': 'x' },
      'r',
      {},
      '"^([^/]+)/" matches none of the 1 text, so no text has a label.',
    ],
    ['a missing column', { 'a.csv': 'review,label\nx,1\n' }, 'a.csv', {}, '"a.csv" has no column "text".'],
    [
      'a column index out of range',
      { 'a.csv': 'x,1\n' },
      'a.csv',
      { header: false, columns: { text: 0, label: 2 } },
      'columns.label is 2, and "a.csv" has 2 columns separated by ",".',
    ],
    [
      'a record without a label',
      { 'a.csv': 'text,label\nx,1\ny,\n' },
      'a.csv',
      {},
      'a.csv:3: the label is missing, expected a string or a number.',
    ],
    [
      'a text that is not a string',
      { 'a.jsonl': '{"text":7,"label":1}' },
      'a.jsonl',
      {},
      'a.jsonl:1: the text is 7, expected a string.',
    ],
    [
      'an object instead of an array',
      { 'a.json': '{"a":1}' },
      'a.json',
      {},
      '"a.json" contains {"a":1}, expected an array of records.',
    ],
    [
      'one class',
      { 'a.csv': 'text,label\nx,1\n' },
      'a.csv',
      {},
      'The only class is "1", expected at least two classes.',
    ],
    [
      'bytes that are not UTF-8',
      { 'a.csv': Buffer.of(0x61, 0xe9, 0x62) },
      'a.csv',
      {},
      'a.csv:1:2: the byte 0xe9 is not valid UTF-8.',
    ],
  ])('rejects %s', async (_, files, source, config, message) => {
    await put(files);
    await expect(load(source, config)).rejects.toThrow(message);
  });

  it('reports the line of errors in CSV and JSON', async () => {
    await put({
      'a.csv': 'text,label\nx,1\n"y,2\n',
      'a.json': '[\n{"text": "x"},\n{"text" "y"}\n]',
      'a.jsonl': '{"text":"a","label":1}\n{',
    });
    await expect(load('a.csv')).rejects.toThrow('a.csv:3:1: the quote is never closed.');
    await expect(load('a.json')).rejects.toThrow('a.json:3:9: expected ":", found');
    await expect(load('a.jsonl')).rejects.toThrow('a.jsonl:2:2: expected a key');
  });

  it.each([
    ['a.csv', { 'a.csv': 'id,text\n1,x\n2,y\n' }],
    ['a.jsonl', { 'a.jsonl': '{"text":"x"}\n{"text":"y","label":["none"]}\n' }],
    ['d', { 'd/1.txt': 'x', 'd/e/2.txt': 'y' }],
  ])('reads texts without labels from %s', async (source, files) => {
    await put(files);
    const { data, found, params } = await load(source, { unlabeled: true });
    expect(found.map(([, text]) => text)).toEqual(['x', 'y']);
    expect(params).toEqual({ texts: 2 });
    expect([...data.labels()]).toEqual([0, 0]);
    await expect(load(source)).rejects.toThrow();
  });

  it('decodes the given encoding in each file format', async () => {
    const encoded = (text: string) => iconv.encode(text, 'cp949');
    await put({
      'a.csv': encoded('text,label\n나쁘다,불량\n좋다,정상\n'),
      'a.jsonl': encoded('{"text":"나쁘다","label":"불량"}\n{"text":"좋다","label":"정상"}\n'),
      'd/불량/1.txt': encoded('나쁘다'),
      'd/정상/2.txt': encoded('좋다'),
    });
    for (const source of ['a.csv', 'a.jsonl', 'd']) {
      const { found } = await load(source, { encoding: 'cp949' });
      expect(found.map(([, text, label]) => [text, label])).toEqual([
        ['나쁘다', '불량'],
        ['좋다', '정상'],
      ]);
      await expect(load(source)).rejects.toMatchObject({ code: 'EXPGRAPH_DATA_ENCODING' });
    }
  });

  it('detects the delimiter of a table, uses a given one, and reads quotes as ordinary characters without quoting', async () => {
    await put({
      'a.csv': 'text;label\ngood, really;1\n\nbad;2\n',
      'b.tsv': 'text\tlabel\n5" pipe\t1\n"so-called" art\t2\n',
    });
    const { found, lines } = await load('a.csv');
    expect(found.map(([, text]) => text)).toEqual(['good, really', 'bad']);
    expect(lines.slice(0, 2)).toEqual([
      'warning: Detected the delimiter ";" in "a.csv". Set delimiter: ";" to confirm it, or another one.',
      'Skipped 1 blank line between the rows of "a.csv", the first at line 3.',
    ]);
    await expect(load('a.csv', { delimiter: ',' })).rejects.toThrow('"a.csv" has no column "text".');
    await expect(load('b.tsv')).rejects.toThrow('b.tsv:2:2: found a quote inside an unquoted field.');
    expect((await load('b.tsv', { quotes: false })).found.map(([, text]) => text)).toEqual([
      '5" pipe',
      '"so-called" art',
    ]);
  });

  it('rejects a rounded label, and a label that is an inherited property', async () => {
    await put({
      'a.json': '[{"text": "x", "label": 9007199254740992}, {"text": "y", "label": 9007199254740993}]',
      'b.json': '[{"text": "x", "label": 1}]',
    });
    await expect(load('a.json')).rejects.toThrow(
      'a.json:1:2 (record 1): the label is an integer near 9007199254740992',
    );
    await expect(load('b.json', { columns: { text: 'text', label: 'constructor' } })).rejects.toThrow(
      'b.json:1:2 (record 1): the label is missing',
    );
  });

  it('rejects a pattern without a group, and column names without a header, before it runs', () => {
    const infer = (config: Config) =>
      LoadText.infer({
        inputs: {},
        config: {
          source: 'x',
          labelsOf: 'texts',
          unlabeled: false,
          labels: '(.)',
          columns: { text: 'text', label: 'label' },
          header: true,
          quotes: true,
          onInvalid: 'fail',
          duplicates: 'keep',
          ...config,
        },
      });
    expect(() => infer({ labels: 'pos' })).toThrow('The regular expression "pos" has no capturing group.');
    expect(() => infer({ labels: '(' })).toThrow('labels is not a valid regular expression: Unterminated group.');
    expect(() => infer({ header: false })).toThrow(
      'columns.text is "text", but with header: false columns have no names.',
    );
  });
});
