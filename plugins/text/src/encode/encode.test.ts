import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset } from '@expgraph/sdk';
import { completeConfig, runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { BagOfWords } from './bag-of-words.js';
import { BuildVocabulary } from '../vocabulary/build-vocabulary.js';
import { Pad } from './pad.js';
import { TextDataset } from '../load/text-dataset.js';
import { TfIdf } from './tf-idf.js';
import { Tokenize } from '../tokenize/tokenize.js';
import { type Vocabulary, vocabulary } from '../vocabulary/vocabulary.js';
import { vocabularyCodec } from '../vocabulary/vocabulary-codec.js';

interface Fixture {
  readonly texts: readonly string[];
  /** By Keras' TextVectorization: tokens by their frequency, and sequences of 8. */
  readonly keras: { readonly tokens: readonly string[]; readonly sequences: readonly (readonly number[])[] };
  /** By Keras' pad_sequences, from sequences of numbers. */
  readonly padded: Readonly<Record<string, readonly (readonly number[])[]>>;
  /** By scikit-learn's TfidfVectorizer: its tokens, and a row a text. */
  readonly tfIdf: {
    readonly tokens: readonly string[];
    readonly rows: Readonly<Record<string, readonly (readonly number[])[]>>;
  };
}

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/texts.json', import.meta.url), 'utf8')) as Fixture;

const textsOf = (...texts: string[]): Dataset =>
  new TextDataset(texts.map((text, index) => ({ text, label: index % 2 ? 'odd' : 'even', name: `text ${index}` })));

async function tokenized(texts: readonly string[], config: object = {}): Promise<Dataset> {
  return (await runNode(Tokenize, { inputs: { data: textsOf(...texts) }, config })).outputs.data;
}

async function vocabularyOf(data: Dataset, config: object = {}): Promise<Vocabulary> {
  return (await runNode(BuildVocabulary, { inputs: { data }, config })).outputs.vocabulary;
}

async function rows(data: Dataset): Promise<number[][]> {
  const { features, shape } = await data.read(
    Int32Array.from({ length: data.size }, (_, index) => index),
    { epoch: 0 },
  );
  return Array.from({ length: shape[0] }, (_, row) => [...features.subarray(row * shape[1], (row + 1) * shape[1])]);
}

const known = (...tokens: string[]): Vocabulary => ({ tokens, counts: [], texts: [], size: 0 });

describe('tokenize', () => {
  it('keeps the contract of nodes', () => testNode(Tokenize, { inputs: { data: textsOf('One two.', 'Three') } }));

  it('reads any elements in any order, again and again', async () => {
    const data = await tokenized(['A b.', '', 'C']);
    for (let pass = 0; pass < 2; pass += 1) {
      expect((await data.read([2, 0])).texts).toEqual(['c', 'a b']);
      expect((await data.read([1, 1])).texts).toEqual(['', '']);
    }
    expect(Array.from((await data.read([2, 1])).labels)).toEqual([0, 1]);
  });

  it.each([
    [{ partsOfSpeech: ['N'] }, 'partsOfSpeech needs morphemes, and split is "blanks".'],
    [{ analyzer: 'kiwi', model: './kiwi' }, 'analyzer is for morphemes, and split is "blanks".'],
    [{ split: 'characters', model: './kiwi' }, 'model is for morphemes, and split is "characters".'],
    [{ split: 'morphemes', analyzer: 'kiwi' }, 'Kiwi has no model.'],
    [{ split: 'morphemes', model: './kiwi' }, 'model is for Kiwi, and analyzer is "lindera".'],
  ])('refuses %o', (options, message) => {
    const config = completeConfig(Tokenize, options) as never;
    expect(() => Tokenize.infer({ inputs: { data: textsOf().spec }, config })).toThrow(message);
  });
});

describe('vocabulary', () => {
  it('keeps the contract of nodes', () => testNode(BuildVocabulary, { inputs: { data: textsOf('a b', 'b') } }));

  it('has the most frequent tokens first, those met equally often by the alphabet, and counts texts', async () => {
    expect(await vocabularyOf(textsOf('b a b', 'c a', '', 'd b'))).toEqual({
      tokens: ['b', 'a', 'c', 'd'],
      counts: [3, 2, 1, 1],
      texts: [2, 2, 1, 1],
      size: 4,
    });
  });

  it('keeps the size, with the three numbers that are no tokens, and leaves out what is rare', async () => {
    const data = textsOf('b a b', 'c a d d');
    expect((await vocabularyOf(data, { size: 5 })).tokens).toEqual(['a', 'b']);
    expect((await vocabularyOf(data, { minCount: 2 })).tokens).toEqual(['a', 'b', 'd']);
    await expect(vocabularyOf(data, { minCount: 3 })).rejects.toThrow('None of the 4 different tokens is met 3 times.');
    await expect(vocabularyOf(textsOf('', ''))).rejects.toThrow('There is no token in 2 texts.');
  });

  it('has the tokens and counts that Keras has', async () => {
    const data = await tokenized(fixture.texts, { remove: 'punctuation' });
    const { tokens, counts } = await vocabularyOf(data);
    expect([...tokens].sort()).toEqual([...fixture.keras.tokens].sort());
    // Those met equally often Keras has in another order.
    const countOf = new Map(tokens.map((token, index) => [token, counts[index]]));
    expect(fixture.keras.tokens.map((token) => countOf.get(token))).toEqual(counts);
  });

  it('is made from the part to train with, or not at all', () => {
    const { spec } = textsOf('a', 'b');
    const infer = (part?: string) =>
      BuildVocabulary.infer({ inputs: { data: { ...spec, part } }, config: { size: 9, minCount: 1 } });
    expect(infer('train').vocabulary).toEqual({ kind: 'vocabulary', part: 'train', counted: true });
    expect(() => infer('test')).toThrow(
      expect.objectContaining({ code: 'EXPGRAPH_TEXT_VOCABULARY_LEAK', at: { input: 'data' } }),
    );
    const pad = (vocabularyPart?: string, part?: string) =>
      Pad.infer({
        inputs: { data: { ...spec, part }, vocabulary: { ...infer(vocabularyPart).vocabulary } },
        config: { length: 4, padding: 'post', truncation: 'post', start: true },
      });
    expect(() => pad(undefined, 'test')).toThrow('The vocabulary is made from all texts');
    for (const parts of [
      ['train', 'test'],
      ['train', 'train'],
      [undefined, undefined],
      ['train', undefined],
    ]) {
      expect(() => pad(...(parts as [string?, string?]))).not.toThrow();
    }
    // One that was loaded knows nothing of parts.
    expect(() =>
      Pad.infer({
        inputs: { data: { ...spec, part: 'test' }, vocabulary: vocabulary().spec },
        config: { length: 4, padding: 'post', truncation: 'post', start: true },
      }),
    ).not.toThrow();
  });

  it('comes out of the store as it went in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-vocabulary-'));
    const made = await vocabularyOf(textsOf('한국 👍 "quoted"', '👍'));
    await vocabularyCodec.encode(made, folder);
    expect(await vocabularyCodec.decode(folder)).toEqual(made);
    expect(await readFile(join(folder, 'vocabulary.tsv'), 'utf8')).toBe(
      'number\ttoken\tcount\ttexts of 2\n3\t👍\t2\t2\n4\t"quoted"\t1\t1\n5\t한국\t1\t1\n',
    );
    await rm(folder, { recursive: true });
  });
});

describe('pad', () => {
  it('keeps the contract of nodes', () =>
    testNode(Pad, { inputs: { data: textsOf('a b', 'b x'), vocabulary: known('a', 'b') }, config: { length: 3 } }));

  it('gives each token its number, 2 to those that are unknown, 1 to the start and 0 to what is missing', async () => {
    const inputs = { data: textsOf('b a x', '', 'a b a b a b'), vocabulary: known('a', 'b') };
    const { data } = (await runNode(Pad, { inputs, config: { length: 5 } })).outputs;
    expect(await rows(data)).toEqual([
      [1, 4, 3, 2, 0],
      [1, 0, 0, 0, 0],
      [1, 3, 4, 3, 4],
    ]);
    expect(data.spec.features).toEqual({ dtype: 'int32', shape: ['batch', 5], vocabularySize: 5 });
  });

  it('loses the start with the beginning of a longer text, and puts it before the tokens of a shorter one', async () => {
    const inputs = { data: textsOf('a b a b', 'b a b', 'b a', ''), vocabulary: known('a', 'b') };
    const config = { length: 3, truncation: 'pre', padding: 'pre' } as const;
    expect(await rows((await runNode(Pad, { inputs, config })).outputs.data)).toEqual([
      [4, 3, 4],
      [4, 3, 4],
      [1, 4, 3],
      [0, 0, 1],
    ]);
  });

  it('pads and truncates as Keras does', async () => {
    const tokens = Array.from({ length: 9 }, (_, index) => `t${index}`);
    const data = textsOf('t0 t1', 't0 t1 t2 t3 t4 t5 t6', '', 't3 t4 t5 t6');
    for (const [name, expected] of Object.entries(fixture.padded)) {
      const [padding, truncation] = name.split(' ') as ('pre' | 'post')[];
      const config = { length: 4, padding, truncation, start: false };
      const { outputs } = await runNode(Pad, { inputs: { data, vocabulary: known(...tokens) }, config });
      expect(await rows(outputs.data)).toEqual(expected);
    }
  });

  it('gives the sequences of Keras TextVectorization, up to its other numbers', async () => {
    const data = await tokenized(fixture.texts, { remove: 'punctuation' });
    const inputs = { data, vocabulary: known(...fixture.keras.tokens) };
    const { outputs } = await runNode(Pad, { inputs, config: { length: 8, start: false } });
    // Keras: 0 padding, 1 unknown, 2 the first token.
    const ours = (await rows(outputs.data)).map((row) => row.map((number) => (number === 0 ? 0 : number - 1)));
    expect(ours).toEqual(fixture.keras.sequences);
  });
});

describe('bag-of-words', () => {
  const inputs = { data: textsOf('a a x', 'b', ''), vocabulary: known('a', 'b') };

  it('keeps the contract of nodes', () => testNode(BagOfWords, { inputs }));

  it.each([
    ['binary', [1, 1, 0]],
    ['count', [1, 2, 0]],
    ['frequency', [1 / 3, 2 / 3, 0]],
  ] as const)('says of each token its %s, of unknown ones first', async (values, first) => {
    const { data } = (await runNode(BagOfWords, { inputs, config: { values } })).outputs;
    const found = await rows(data);
    for (const [column, value] of first.entries()) expect(found[0][column]).toBeCloseTo(value, 6);
    expect(found.slice(1)).toEqual([
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });
});

describe('tf-idf', () => {
  it('keeps the contract of nodes', async () => {
    const data = textsOf('a a b', 'b');
    await testNode(TfIdf, { inputs: { data, vocabulary: await vocabularyOf(data) } });
  });

  it.each(['l2', 'none', 'sublinear'])('gives the numbers of scikit-learn (%s)', async (name) => {
    const data = await tokenized(fixture.texts, { remove: 'punctuation' });
    const made = await vocabularyOf(data);
    const config = name === 'sublinear' ? { sublinear: true } : { norm: name as 'l2' | 'none' };
    const found = await rows((await runNode(TfIdf, { inputs: { data, vocabulary: made }, config })).outputs.data);
    const columns = fixture.tfIdf.tokens.map((token) => made.tokens.indexOf(token));
    expect([...columns].sort((a, b) => a - b)).toEqual(made.tokens.map((_, index) => index));
    for (const [text, expected] of fixture.tfIdf.rows[name].entries()) {
      for (const [index, value] of expected.entries()) expect(found[text][columns[index]]).toBeCloseTo(value, 5);
    }
  });

  it('refuses a vocabulary that does not say how many texts have a token', async () => {
    await expect(runNode(TfIdf, { inputs: { data: textsOf('a'), vocabulary: known('a') } })).rejects.toMatchObject({
      code: 'EXPGRAPH_TEXT_VOCABULARY_UNCOUNTED',
    });
  });
});
