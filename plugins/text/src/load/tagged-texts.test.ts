import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Dataset, Run } from '@expgraph/sdk';
import { completeConfig, runNode, testNode } from '@expgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BagOfWords } from '../encode/bag-of-words.js';
import { Pad } from '../encode/pad.js';
import { TfIdf } from '../encode/tf-idf.js';
import { Tokenize } from '../tokenize/tokenize.js';
import { BuildVocabulary } from '../vocabulary/build-vocabulary.js';
import { LoadText } from './load-text.js';
import { TaggedDataset } from './tagged-dataset.js';
import { TextDataset } from './text-dataset.js';

type Config = Partial<Run<typeof LoadText>['config']>;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-tags-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** The tags of each example of a batch, by name; "-" where there is none. */
async function tagsOf(data: Dataset, indices = [...Array(data.size).keys()]): Promise<string[]> {
  const { labels } = await data.read(indices);
  const time = labels.length / indices.length;
  return indices.map((_, row) =>
    Array.from(labels.subarray(row * time, (row + 1) * time), (tag) => data.classes[tag] ?? '-').join(' '),
  );
}

async function load(source: string, config: Config = {}) {
  const { outputs, logger, tracker } = await runNode(LoadText, {
    inputs: {},
    config: { source, labelsOf: 'tokens', ...config },
    folder,
  });
  const { data } = outputs;
  const { texts } = await data.read([...Array(data.size).keys()]);
  const names = Array.from({ length: data.size }, (_, index) => data.name(index));
  return { data, texts, names, tags: await tagsOf(data), lines: logger.lines, params: tracker.params };
}

const CONLL = 'Ann\tB-PER\nlives\tO\nin\tO\nSeoul\tB-LOC\n\n\nHi\tO\n.\tO\n';

describe('load/text, of labels of tokens', () => {
  it('keeps the contract of nodes', async () => {
    await put({ 'a.conll': CONLL });
    await testNode(LoadText, { inputs: {}, config: { source: 'a.conll', labelsOf: 'tokens' }, folder });
  });

  it('reads one token and its tag per line, and blank lines between texts', async () => {
    await put({ 'a.conll': CONLL.replaceAll('\n', '\r\n') });
    const { data, texts, names, tags, params } = await load('a.conll');
    expect(texts).toEqual(['Ann lives in Seoul', 'Hi .']);
    expect(tags).toEqual(['B-PER O O B-LOC', 'O O - -']);
    expect(names).toEqual(['a.conll:1', 'a.conll:7']);
    expect(data.classes).toEqual(['B-LOC', 'B-PER', 'O']);
    expect(data.spec.label).toEqual({ encoding: 'tags', classes: data.classes });
    expect([...data.labels()]).toEqual([1, 2, 2, 0, 2, 2, -1, -1]);
    expect(await tagsOf(data, [1, 0, 1])).toEqual(['O O - -', 'B-PER O O B-LOC', 'O O - -']);
    expect(params).toEqual({ texts: 2, classes: 3, tokensPerTag: 'B-LOC 1, B-PER 1, O 4' });
  });

  it('reads a file of more texts than a call takes arguments', async () => {
    await put({ 'a.conll': 'Ann\tB-PER\n\nHi\tO\n\n'.repeat(100_000) });
    const { outputs } = await runNode(LoadText, {
      inputs: {},
      config: { source: 'a.conll', labelsOf: 'tokens' },
      folder,
    });
    expect(outputs.data.size).toBe(200_000);
  });

  it('uses the first and the last column, or the given ones, as in CoNLL-2003', async () => {
    await put({ 'a.txt': '-DOCSTART- -X- -X- O\n\nAnn NNP B-NP I-PER\nsings VBZ B-VP O\n' });
    expect(await load('a.txt')).toMatchObject({ texts: ['Ann sings'], tags: ['I-PER O'] });
    expect(await load('a.txt', { columns: { text: 0, label: 1 } })).toMatchObject({ tags: ['NNP VBZ'] });
  });

  it('reads form and upos of CoNLL-U, or other named columns, and skips lines that are not words', async () => {
    const row = (...cells: string[]) => [...cells, ...Array(10 - cells.length).fill('_')].join('\t');
    const lines = [
      '# text = im # 10 000',
      row('1-2', 'im', '_', '_'),
      row('1', 'in', 'in', 'ADP', 'APPR'),
      row('2', 'dem', 'der', 'DET', 'ART'),
      row('2.1', 'leer', 'leer', 'X'),
      row('3', '#', '#', 'SYM', 'XY'),
      row('4', '10 000', '10000', 'NUM', 'CARD'),
    ];
    await put({ 'a.conllu': `${lines.join('\n')}\n\n` });
    const { texts, tags, lines: said } = await load('a.conllu');
    expect(said).toContain('Skipped 2 lines: multiword tokens 1, empty nodes 1.');
    expect([texts, tags]).toEqual([['in dem # 10_000'], ['ADP DET SYM NUM']]);
    const columns = { text: 'lemma', label: 'xpos' };
    expect(await load('a.conllu', { columns })).toMatchObject({
      texts: ['in der # 10000'],
      tags: ['APPR ART XY CARD'],
    });
    await expect(load('a.conllu', { columns: { text: 'form', label: 'pos' } })).rejects.toMatchObject({
      message: 'CoNLL-U has no column "pos".',
      at: { config: ['columns', 'label'] },
    });
  });

  it('reads lists in JSON Lines, and space-separated tokens in CSV', async () => {
    await put({
      'a.jsonl': '{"tokens":["New York","rains"],"tags":[3,0]}\n{"tokens":["no"],"tags":[0]}\n',
      'a.csv': 'text,label\n"a, b",X Y\nc,X\n',
    });
    const found = await load('a.jsonl', { columns: { text: 'tokens', label: 'tags' }, classNames: { '3': 'place' } });
    expect(found).toMatchObject({ texts: ['New_York rains', 'no'], tags: ['place 0', '0 -'] });
    expect(await load('a.csv')).toMatchObject({ texts: ['a, b', 'c'], tags: ['X Y', 'X -'] });
  });

  it('reads all files of a folder, so that split finds published parts by their names', async () => {
    await put({ 'd/train.conll': 'a\tX\n\nb\tY\n', 'd/test.conll': 'c\tZ\n', 'd/readme.md': 'no' });
    const { names, data } = await load('d');
    expect(names).toEqual(['test.conll:1', 'train.conll:1', 'train.conll:3']);
    expect(data.classes).toEqual(['X', 'Y', 'Z']);
  });

  it('skips duplicate texts and invalid records', async () => {
    await put({ 'a.conll': 'a\tX\n\na\tY\n\nb\n\nc\tY\n' });
    const { texts, lines } = await load('a.conll', { duplicates: 'drop', onInvalid: 'skip' });
    expect(texts).toEqual(['a', 'c']);
    expect(lines).toEqual([
      'warning: Skipped 1 of 4 records. The first: a.conll:5: token 1, "b", has no tag.',
      'Dropped 1 of 3 texts as duplicates.',
      '2 texts with 2 tokens in 2 classes (X 1, Y 1).',
    ]);
  });

  it('reads tokens without tags, as a dataset of texts', async () => {
    await put({ 'a.conll': 'Ann\nsings\n\nhi\tO\n', 'a.conllu': '1\tHi\n2\tyou\n' });
    const { data, texts, params } = await load('a.conll', { unlabeled: true });
    expect([texts, params]).toEqual([['Ann sings', 'hi'], { texts: 2 }]);
    expect(data.spec.label?.encoding).toBe('class');
    const config = completeConfig(LoadText, { source: 'a.conll', labelsOf: 'tokens', unlabeled: true }) as never;
    expect(LoadText.infer({ inputs: {}, config }).data.label).toEqual({ encoding: 'class' });
    expect((await load('a.conllu', { unlabeled: true })).texts).toEqual(['Hi you']);
  });

  it.each([
    ['a line without a tag', 'a.conll', 'a\tX\nb\n', 'a.conll:1: token 2, "b", has no tag.'],
    [
      'another number of tags',
      'a.csv',
      'text,label\na b,X\n',
      'a.csv:2: found 2 tokens and 1 tag, expected one tag per token.',
    ],
    [
      'tags that are not a list',
      'a.jsonl',
      '{"text":["a"],"label":{}}\n',
      'a.jsonl:1: the label is {}, expected a list of tags.',
    ],
    [
      'an empty token',
      'a.jsonl',
      '{"text":["a",""],"label":[1,2]}\n',
      'a.jsonl:1: the text is missing, expected a list of tokens that are not empty.',
    ],
    ['one tag only', 'a.conll', 'a\tX\n', 'The only class is "X", expected at least two classes.'],
    ['a file without tokens', 'a.conll', '\n', '"a.conll" contains no texts.'],
    ['another file format', 'a.npz', '', '"a.npz" has a file format that cannot contain token labels.'],
  ])('rejects %s', async (_, file, content, message) => {
    await put({ [file]: content });
    await expect(load(file)).rejects.toThrow(message);
  });

  it('rejects column names for files without them, and folders without such files', async () => {
    await put({ 'a.conll': CONLL, 'd/a.md': '' });
    await expect(load('a.conll', { columns: { text: 'form', label: 1 } })).rejects.toThrow(
      'columns.text is "form", but files with one token per line have no column names.',
    );
    await expect(load('d')).rejects.toThrow('"d" contains no files of tagged tokens.');
  });

  it('names the option that reads such a file', async () => {
    await put({ 'a.conll': CONLL });
    await expect(load('a.conll', { labelsOf: 'texts' })).rejects.toMatchObject({
      notes: expect.arrayContaining([
        'For files with one token and its tag per line, such as .conll, set labelsOf: tokens.',
      ]),
    });
  });
});

const tagged = (...texts: string[]) =>
  new TaggedDataset(
    texts.map((text, index) => ({ text, tags: text.split(' ').map((token) => `${token}!`), name: `text ${index}` })),
  );

describe('tags of tokens', () => {
  const data = tagged('One two Three four five', 'Six', 'Été two');

  async function padded(config: object, from: Dataset = data) {
    const { vocabulary } = (await runNode(BuildVocabulary, { inputs: { data: from } })).outputs;
    return (await runNode(Pad, { inputs: { data: from, vocabulary }, config })).outputs.data;
  }

  it('stay with their tokens in lower case', async () => {
    const { data: small } = (await runNode(Tokenize, { inputs: { data }, config: { strip: 'none' } })).outputs;
    expect((await small.read([2, 0])).texts).toEqual(['été two', 'one two three four five']);
    expect((await tagsOf(small, [2]))[0]).toBe('Été! two! - - -');
    const rows = await padded({ length: 3, startToken: false }, small);
    expect(await tagsOf(rows)).toEqual(['One! two! Three!', 'Six! - -', 'Été! two! -']);
  });

  it.each([
    [{}, 'strip: periods may split or join tokens.'],
    [{ strip: 'none', split: 'character' }, 'split: character may split or join tokens.'],
    [{ strip: 'none', normalization: 'NFKC' }, 'normalization: NFKC may split or join tokens.'],
  ])('cannot be tokenized with %o', (options, message) => {
    const config = completeConfig(Tokenize, options) as never;
    expect(() => Tokenize.infer({ inputs: { data: data.spec }, config })).toThrow(message);
  });

  it.each([
    [{}, ['- One! two! Three! four! five!', '- Six! - - - -']],
    [{ startToken: false, padding: 'pre' }, ['- One! two! Three! four! five!', '- - - - - Six!']],
    [{ length: 4 }, ['- One! two! Three!', '- Six! - -']],
    [{ length: 4, truncating: 'pre' }, ['two! Three! four! five!', '- Six! - -']],
    [{ length: 4, truncating: 'pre', startToken: false, padding: 'pre' }, ['two! Three! four! five!', '- - - Six!']],
    [{ length: 5, truncating: 'pre' }, ['One! two! Three! four! five!', '- Six! - - -']],
  ])('are padded like their tokens with %o', async (config, expected) => {
    const rows = await padded({ length: 6, ...config });
    expect(await tagsOf(rows, [0, 1])).toEqual(expected);
    const { features, labels, shape, steps } = await rows.read([2, 0, 1]);
    const all = rows.labels();
    expect([...labels]).toEqual([2, 0, 1].flatMap((index) => [...all.slice(index * shape[1], (index + 1) * shape[1])]));
    // Each token has its tag and its name.
    const named = steps?.().flat();
    for (const [position, label] of labels.entries()) {
      expect(features[position] > 1).toBe(label >= 0);
      expect(named?.[position]).toBe(label >= 0 ? rows.classes[label].slice(0, -1) : '');
    }
  });

  it('do not change the encoding of the tokens', async () => {
    const texts = ['One two Three four five', 'Six', 'Été two'];
    const plain = new TextDataset(texts.map((text, index) => ({ text, label: `${index % 2}`, name: text })));
    for (const config of [{ length: 4 }, { length: 4, truncating: 'pre', padding: 'pre' }]) {
      const [found, expected] = [await padded(config), await padded(config, plain)];
      expect((await found.read([0, 1, 2])).features).toEqual((await expected.read([0, 1, 2])).features);
      expect((await expected.read([1])).steps?.()[0].filter((step) => step !== '')).toEqual(['Six']);
    }
  });

  it('must match the tokens', async () => {
    const read: Dataset['read'] = async (indices) => ({
      ...(await data.read(indices)),
      texts: Array.from(indices, () => 'one'),
    });
    const short: Dataset = {
      spec: data.spec,
      size: data.size,
      classes: data.classes,
      read,
      labels: () => data.labels(),
      name: (index) => data.name(index),
    };
    await expect((await padded({}, short)).read([0])).rejects.toThrow(
      'text 0: found 1 token and 5 tags, expected one tag per token.',
    );
  });

  it('are rejected by encodings without the order of tokens', () => {
    const inputs = { data: data.spec, vocabulary: { kind: 'vocabulary' } } as const;
    expect(() => BagOfWords.infer({ inputs, config: completeConfig(BagOfWords, {}) as never })).toThrow(
      'bag-of-words discards the order of tokens, and each token has a tag.',
    );
    expect(() => TfIdf.infer({ inputs, config: completeConfig(TfIdf, {}) as never })).toThrow(/^tf-idf discards/);
  });
});
