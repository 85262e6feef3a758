import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch } from '@expgraph/sdk';
import { startBackend } from '@expgraph/tensorflow/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomTexts } from '../../test/random-texts.js';
import { TextDataset } from '../load/text-dataset.js';
import { TokenizedDataset } from '../tokenize/tokenized-dataset.js';
import { STRIPPED, splitOnWhitespace, tokenizer, UNICODE_FORMS } from '../tokenize/tokenizer.js';
import { WordTokenizer } from '../tokenize/word-tokenizer.js';
import type { Vocabulary } from '../vocabulary/vocabulary.js';
import { BatchTokenIds } from './batch-token-ids.js';
import { NativeTokenIds } from './native-token-ids.js';
import { TokenLookup } from './token-lookup.js';

const RULES = { normalization: 'NFC', lowercase: true, strip: 'periods' } as const;

const known = (...tokens: string[]): Vocabulary => ({ tokens, counts: [], texts: [], size: 0 });

const datasetOf = (texts: readonly string[]) =>
  new TextDataset(texts.map((text, index) => ({ text, label: 'one', name: `text ${index}` })));

async function idsOf(batch: Batch, vocabulary: Vocabulary, limit = Number.POSITIVE_INFINITY): Promise<number[][]> {
  const ids: number[][] = [];
  await new BatchTokenIds(vocabulary).read(batch, limit, (found, begin, end, text) => {
    ids[text] = [...found.subarray(begin, end)];
  });
  return ids;
}

/** Returns a batch of all texts, not tokenized yet. */
const batchOf = (texts: readonly string[], rules: ConstructorParameters<typeof WordTokenizer>[0] = RULES) =>
  new TokenizedDataset(datasetOf(texts), new WordTokenizer(rules)).read(texts.map((_, index) => index));

// Builds the native code if it is not built yet.
beforeAll(async () => void (await startBackend()), 600_000);

it('uses native code if a native backend is installed', () => {
  const vocabulary = known('a');
  expect(NativeTokenIds.create(new WordTokenizer(RULES), vocabulary, new TokenLookup(vocabulary))).toBeDefined();
});

it.each(UNICODE_FORMS.flatMap((normalization) => STRIPPED.map((strip) => ({ normalization, strip }))))(
  'finds the ids of the tokens of the tokenizer ($normalization, $strip)',
  async ({ normalization, strip }) => {
    const texts = [...randomTexts(1000)];
    for (const lowercase of [true, false]) {
      const rules = { normalization, strip, lowercase };
      const tokens = texts.map(tokenizer({ ...rules, split: splitOnWhitespace }));
      const all = new Set(tokens.flat());
      const vocabulary = known(...[...all].filter((_, index) => index % 3 > 0));
      const lookup = new TokenLookup(vocabulary);
      for (const limit of [0, 3, Number.POSITIVE_INFINITY]) {
        const expected = tokens.map((those) => [...lookup.idsOf(those.join(' '), limit)]);
        expect(await idsOf(await batchOf(texts, rules), vocabulary, limit)).toEqual(expected);
      }
    }
  },
);

it('accepts an empty batch, empty and long texts, and replacement characters', async () => {
  const vocabulary = known('word', 'wörd', '\ufffd');
  expect(await idsOf(await batchOf([]), vocabulary)).toEqual([]);
  const texts = [
    '',
    ' . ',
    'Word. '.repeat(100_000),
    'Wörd '.repeat(100_000),
    'word \ufffd word\ufffd',
    'w'.repeat(1e6),
  ];
  const ids = await idsOf(await batchOf(texts), vocabulary);
  expect(ids.slice(0, 2)).toEqual([[], []]);
  expect(ids.slice(2, 4).map((those) => [those.length, ...new Set(those)])).toEqual([
    [100_000, 3],
    [100_000, 4],
  ]);
  expect(ids.slice(4)).toEqual([[3, 5, 2], [2]]);
});

/** Texts of 120 words, every eighth of them accented. */
const frenchTexts = (count: number) =>
  Array.from({ length: count }, (_, text) =>
    Array.from({ length: 120 }, (_, word) =>
      word % 8 === text % 8 ? `été${(text + word) % 7}` : `mot${(text * word) % 50}`,
    ).join(' '),
  );

it.each([39, 1, 0, Number.POSITIVE_INFINITY])(
  'finds the ids of texts with more accented words than the limit (limit %d)',
  async (limit) => {
    const texts = frenchTexts(640);
    const tokens = texts.map(tokenizer({ ...RULES, split: splitOnWhitespace }));
    const vocabulary = known(...new Set(tokens.flat().filter((token) => !token.endsWith('3'))));
    const lookup = new TokenLookup(vocabulary);
    const expected = tokens.map((those) => [...lookup.idsOf(those.join(' '), limit)]);
    expect(await idsOf(await batchOf(texts), vocabulary, limit)).toEqual(expected);
  },
);

it('pads texts with accented words like without native code', async () => {
  const texts = frenchTexts(640);
  const tokens = texts.map(tokenizer({ ...RULES, split: splitOnWhitespace }));
  const vocabulary = known(...new Set(tokens.flat()));
  const features = new Float32Array(texts.length * 40);
  const lookup = new TokenLookup(vocabulary);
  const expected = tokens.flatMap((those) => [1, ...lookup.idsOf(those.join(' '), 39)]);
  const write = (found: Int32Array, begin: number, end: number, text: number) => {
    features[text * 40] = 1;
    features.set(found.subarray(begin, end), text * 40 + 1);
  };
  const rows = { features, width: 40, start: 1, padding: 'post' } as const;
  await new BatchTokenIds(vocabulary).read(await batchOf(texts), 39, write, rows);
  expect([...features]).toEqual(expected);
});

it('accepts a word that Unicode spaces split into more tokens than a call takes arguments', async () => {
  const text = Array.from({ length: 200_000 }, (_, index) => (index % 2 ? 'a' : 'é')).join('\u3000');
  const [ids] = await idsOf(await batchOf([text]), known('a', 'é'));
  expect([ids.length, ids[0], ids[1]]).toEqual([200_000, 4, 3]);
});

it('looks up more words than the cache holds', async () => {
  const words = Array.from({ length: 60_000 }, (_, index) => `é${index}`);
  const ids = await idsOf(await batchOf([words.join(' '), words.join(' ')]), known(...words));
  expect(ids).toEqual([words.map((_, index) => index + 3), words.map((_, index) => index + 3)]);
});

it('finds the same without native code', async () => {
  const texts = [...randomTexts(200)];
  const vocabulary = known('a', 'word', '한국', 'word9');
  const batch = await batchOf(texts);
  const native = await idsOf(batch, vocabulary);
  const folder = await mkdtemp(join(tmpdir(), 'expgraph-no-native-'));
  const { EXPGRAPH_CACHE } = process.env;
  process.env.EXPGRAPH_CACHE = folder;
  try {
    expect(NativeTokenIds.create(new WordTokenizer(RULES), vocabulary, new TokenLookup(vocabulary))).toBeUndefined();
    expect(await idsOf(batch, vocabulary)).toEqual(native);
  } finally {
    if (EXPGRAPH_CACHE === undefined) delete process.env.EXPGRAPH_CACHE;
    else process.env.EXPGRAPH_CACHE = EXPGRAPH_CACHE;
    await rm(folder, { recursive: true });
  }
});

describe('texts that are tokenized lazily', () => {
  it('are tokenized on access, also in a copy of their batch', async () => {
    const batch = await batchOf(['A b.', 'É']);
    const copy = { ...batch };
    expect(copy.texts).toEqual(['a b', 'é']);
    expect(await idsOf(copy, known('é', 'a'))).toEqual([[4, 2], [3]]);
    expect(await idsOf(batch, known('é', 'a'))).toEqual([[4, 2], [3]]);
  });

  it('keep the indices of their batch if the caller changes the array', async () => {
    const data = new TokenizedDataset(datasetOf(['Zero', 'One', 'Two']), new WordTokenizer(RULES));
    const indices = Int32Array.of(2, 0);
    const batch = await data.read(indices);
    indices.fill(1);
    expect(batch.texts).toEqual(['two', 'zero']);
    expect((await data.read([2, 1, 0])).texts).toEqual(['two', 'one', 'zero']);
  });
});
