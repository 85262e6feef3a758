import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset } from '@expgraph/sdk';
import { completeConfig, runNode, testNode } from '@expgraph/testing';
import { describe, expect, it } from 'vitest';
import { TextDataset } from '../load/text-dataset.js';
import { Tokenize } from '../tokenize/tokenize.js';
import { BuildVocabulary } from '../vocabulary/build-vocabulary.js';
import { type Vocabulary, vocabulary } from '../vocabulary/vocabulary.js';
import { vocabularyCodec } from '../vocabulary/vocabulary-codec.js';
import { BagOfWords } from './bag-of-words.js';
import { Pad } from './pad.js';
import { TfIdf } from './tf-idf.js';

interface Fixture {
  readonly texts: readonly string[];
  /** Results of Keras' TextVectorization: tokens by frequency, and sequences of length 8. */
  readonly keras: { readonly tokens: readonly string[]; readonly sequences: readonly (readonly number[])[] };
  /** Results of Keras' pad_sequences for sequences of integers. */
  readonly padded: Readonly<Record<string, readonly (readonly number[])[]>>;
  /** Results of scikit-learn's TfidfVectorizer: its tokens, and one row per text. */
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

  it('reads examples in any order, repeatedly', async () => {
    const data = await tokenized(['A b.', '', 'C']);
    for (let pass = 0; pass < 2; pass += 1) {
      expect((await data.read([2, 0])).texts).toEqual(['c', 'a b']);
      expect((await data.read([1, 1])).texts).toEqual(['', '']);
    }
    expect(Array.from((await data.read([2, 1])).labels)).toEqual([0, 1]);
  });

  it.each([
    [{ partsOfSpeech: ['N'] }, 'partsOfSpeech needs split: morpheme, and split is whitespace.'],
    [{ analyzer: 'kiwi', model: './kiwi' }, 'analyzer needs split: morpheme, and split is whitespace.'],
    [{ split: 'character', model: './kiwi' }, 'model needs split: morpheme, and split is character.'],
    [{ split: 'morpheme', analyzer: 'kiwi' }, 'analyzer: kiwi needs a model, and model is not set.'],
    [{ split: 'morpheme', model: './kiwi' }, 'model is an option of analyzer: kiwi, and analyzer is lindera.'],
  ])('rejects %o', (options, message) => {
    const config = completeConfig(Tokenize, options) as never;
    expect(() => Tokenize.infer({ inputs: { data: textsOf().spec }, config })).toThrow(message);
  });
});

describe('vocabulary', () => {
  it('keeps the contract of nodes', () => testNode(BuildVocabulary, { inputs: { data: textsOf('a b', 'b') } }));

  it('orders tokens by frequency, then alphabetically, and counts texts', async () => {
    expect(await vocabularyOf(textsOf('b a b', 'c a', '', 'd b'))).toEqual({
      tokens: ['b', 'a', 'c', 'd'],
      counts: [3, 2, 1, 1],
      texts: [2, 2, 1, 1],
      size: 4,
    });
  });

  it('limits the size, including the three special tokens, and drops rare tokens', async () => {
    const data = textsOf('b a b', 'c a d d');
    expect((await vocabularyOf(data, { maxTokens: 5 })).tokens).toEqual(['a', 'b']);
    expect((await vocabularyOf(data, { minCount: 2 })).tokens).toEqual(['a', 'b', 'd']);
    await expect(vocabularyOf(data, { minCount: 3 })).rejects.toThrow('None of the 4 distinct tokens occurs 3 times.');
    await expect(vocabularyOf(textsOf('', ''))).rejects.toThrow('The 2 texts contain no tokens.');
  });

  it('matches the tokens and counts of Keras', async () => {
    const data = await tokenized(fixture.texts, { strip: 'punctuation' });
    const { tokens, counts } = await vocabularyOf(data);
    expect([...tokens].sort()).toEqual([...fixture.keras.tokens].sort());
    // Keras orders equally frequent tokens differently.
    const countOf = new Map(tokens.map((token, index) => [token, counts[index]]));
    expect(fixture.keras.tokens.map((token) => countOf.get(token))).toEqual(counts);
  });

  it('must be built from the training part', () => {
    const { spec } = textsOf('a', 'b');
    const infer = (part?: string) =>
      BuildVocabulary.infer({ inputs: { data: { ...spec, part } }, config: { maxTokens: 9, minCount: 1 } });
    expect(infer('train').vocabulary).toEqual({ kind: 'vocabulary', part: 'train', counted: true });
    expect(() => infer('test')).toThrow(
      expect.objectContaining({ code: 'EXPGRAPH_TEXT_VOCABULARY_LEAK', at: { input: 'data' } }),
    );
    const pad = (vocabularyPart?: string, part?: string) =>
      Pad.infer({
        inputs: { data: { ...spec, part }, vocabulary: { ...infer(vocabularyPart).vocabulary } },
        config: { length: 4, padding: 'post', truncating: 'post', startToken: true },
      });
    expect(() => pad(undefined, 'test')).toThrow('The vocabulary is built from all texts');
    for (const parts of [
      ['train', 'test'],
      ['train', 'train'],
      [undefined, undefined],
      ['train', undefined],
    ]) {
      expect(() => pad(...(parts as [string?, string?]))).not.toThrow();
    }
    // A loaded vocabulary does not know its part.
    expect(() =>
      Pad.infer({
        inputs: { data: { ...spec, part: 'test' }, vocabulary: vocabulary().spec },
        config: { length: 4, padding: 'post', truncating: 'post', startToken: true },
      }),
    ).not.toThrow();
  });

  it('survives the codec unchanged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'expgraph-vocabulary-'));
    const made = await vocabularyOf(textsOf('한국 👍 "quoted"', '👍'));
    await vocabularyCodec.encode(made, folder);
    expect(await vocabularyCodec.decode(folder)).toEqual(made);
    expect(await readFile(join(folder, 'vocabulary.tsv'), 'utf8')).toBe(
      'id\ttoken\tcount\ttexts of 2\n3\t👍\t2\t2\n4\t"quoted"\t1\t1\n5\t한국\t1\t1\n',
    );
    await rm(folder, { recursive: true });
  });
});

describe('pad', () => {
  it('keeps the contract of nodes', () =>
    testNode(Pad, { inputs: { data: textsOf('a b', 'b x'), vocabulary: known('a', 'b') }, config: { length: 3 } }));

  it('encodes tokens as ids, with 2 for out-of-vocabulary, 1 for start and 0 for padding', async () => {
    const inputs = { data: textsOf('b a x', '', 'a b a b a b'), vocabulary: known('a', 'b') };
    const { data } = (await runNode(Pad, { inputs, config: { length: 5 } })).outputs;
    expect(await rows(data)).toEqual([
      [1, 4, 3, 2, 0],
      [1, 0, 0, 0, 0],
      [1, 3, 4, 3, 4],
    ]);
    expect(data.spec.features).toEqual({ dtype: 'int32', shape: ['batch', 5], vocabularySize: 5 });
  });

  it('removes the start token with the beginning of a longer text, and puts it before the tokens of a shorter text', async () => {
    const inputs = { data: textsOf('a b a b', 'b a b', 'b a', ''), vocabulary: known('a', 'b') };
    const config = { length: 3, truncating: 'pre', padding: 'pre' } as const;
    expect(await rows((await runNode(Pad, { inputs, config })).outputs.data)).toEqual([
      [4, 3, 4],
      [4, 3, 4],
      [1, 4, 3],
      [0, 0, 1],
    ]);
  });

  it('pads and truncates like Keras', async () => {
    const tokens = Array.from({ length: 9 }, (_, index) => `t${index}`);
    const data = textsOf('t0 t1', 't0 t1 t2 t3 t4 t5 t6', '', 't3 t4 t5 t6');
    for (const [name, expected] of Object.entries(fixture.padded)) {
      const [padding, truncating] = name.split(' ') as ('pre' | 'post')[];
      const config = { length: 4, padding, truncating, startToken: false };
      const { outputs } = await runNode(Pad, { inputs: { data, vocabulary: known(...tokens) }, config });
      expect(await rows(outputs.data)).toEqual(expected);
    }
  });

  it('matches Keras TextVectorization, except for the offset of ids', async () => {
    const data = await tokenized(fixture.texts, { strip: 'punctuation' });
    const inputs = { data, vocabulary: known(...fixture.keras.tokens) };
    const { outputs } = await runNode(Pad, { inputs, config: { length: 8, startToken: false } });
    // Keras: 0 is padding, 1 out-of-vocabulary, 2 the first token.
    const ours = (await rows(outputs.data)).map((row) => row.map((id) => (id === 0 ? 0 : id - 1)));
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
  ] as const)('encodes the %s of each token, with out-of-vocabulary first', async (mode, first) => {
    const { data } = (await runNode(BagOfWords, { inputs, config: { mode } })).outputs;
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

  it.each(['l2', 'none', 'sublinear'])('matches scikit-learn (%s)', async (name) => {
    const data = await tokenized(fixture.texts, { strip: 'punctuation' });
    const made = await vocabularyOf(data);
    const config = name === 'sublinear' ? { sublinearTf: true } : { norm: name as 'l2' | 'none' };
    const found = await rows((await runNode(TfIdf, { inputs: { data, vocabulary: made }, config })).outputs.data);
    const columns = fixture.tfIdf.tokens.map((token) => made.tokens.indexOf(token));
    expect([...columns].sort((a, b) => a - b)).toEqual(made.tokens.map((_, index) => index));
    for (const [text, expected] of fixture.tfIdf.rows[name].entries()) {
      for (const [index, value] of expected.entries()) expect(found[text][columns[index]]).toBeCloseTo(value, 5);
    }
  });

  it('rejects a vocabulary without document frequencies', async () => {
    await expect(runNode(TfIdf, { inputs: { data: textsOf('a'), vocabulary: known('a') } })).rejects.toMatchObject({
      code: 'EXPGRAPH_TEXT_VOCABULARY_UNCOUNTED',
    });
  });
});
