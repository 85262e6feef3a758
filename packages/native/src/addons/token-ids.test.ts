import { startBackend } from '@expgraph/tensorflow/runtime';
import { beforeAll, expect, it } from 'vitest';
import { createTokenIdFinder, type TokenIdFinder } from './token-ids.js';

const FIRST = 3;
const UNKNOWN = 2;
const OTHER = -1;

/** Lower case, spaces, and no periods. */
const asciiMap = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character)) return 0x20;
  return character === '.' ? 255 : character.toLowerCase().charCodeAt(0);
});

const finderOf = (tokens: readonly string[]) =>
  createTokenIdFinder({ asciiMap, tokens, first: FIRST, unknown: UNKNOWN }) as TokenIdFinder;

async function found(words: TokenIdFinder, texts: readonly string[], limit = 2 ** 32 - 1) {
  const { ids, ends, others } = await words.find(texts, limit);
  return { ids: [...ids], ends: [...ends], others: [...others] };
}

// Builds the addon if it is not built yet.
beforeAll(async () => void (await startBackend()), 600_000);

it('finds words of any length, also with the same beginning or zero bytes', async () => {
  const lengths = Array.from({ length: 40 }, (_, length) => 'abcdefghijklmnop'.repeat(3).slice(0, length + 1));
  const tokens = [...lengths, ...lengths.map((token) => `${token}\0`), ...lengths.map((token) => `${token}+`), '\0'];
  const { ids } = await found(finderOf(tokens), [tokens.join(' '), tokens.map((token) => `${token}?`).join('\n')]);
  expect(ids.slice(0, tokens.length)).toEqual(tokens.map((_, index) => FIRST + index));
  expect(new Set(ids.slice(tokens.length))).toEqual(new Set([UNKNOWN]));
});

it('maps characters, and drops words that become empty', async () => {
  const words = finderOf(['word', 'another']);
  expect(await found(words, ['  Word.. ... \tw.O.rd ', '', '.', 'ANOTHER'])).toEqual({
    ids: [FIRST, FIRST, FIRST + 1],
    ends: [2, 2, 2, 3],
    others: [],
  });
});

it('returns the positions of words outside ASCII, and does not count them', async () => {
  const words = finderOf(['a', 'b', 'é']);
  expect(await found(words, ['é a', 'a .é.x b a', 'a\ud83d'], 2)).toEqual({
    ids: [OTHER, FIRST, FIRST, OTHER, FIRST + 1, OTHER],
    ends: [2, 5, 6],
    others: [0, 1, 2, 6, 0, 2],
  });
  expect(await found(words, ['a é'], 0)).toEqual({ ids: [], ends: [0], others: [] });
});

it('finds the first of equal tokens, no empty token, and accepts an empty batch', async () => {
  const words = finderOf(['', 'a', 'a', 'b']);
  expect((await found(words, ['a b '])).ids).toEqual([FIRST + 1, FIRST + 3]);
  expect(await found(words, [])).toEqual({ ids: [], ends: [], others: [] });
  expect((await found(finderOf([]), ['a'])).ids).toEqual([UNKNOWN]);
});

it.each([
  ['post', 0, [3, 3, 0, 0, 4, 3, 4, 3]],
  ['pre', 0, [0, 0, 3, 3, 4, 3, 4, 3]],
  ['post', 1, [1, 3, 3, 0, 4, 3, 4, 3]],
  ['pre', 1, [0, 1, 3, 3, 4, 3, 4, 3]],
] as const)('writes rows of texts of ASCII words: padding %s, start %i', async (padding, start, [...rows]) => {
  const words = finderOf(['a', 'b']);
  const features = new Float32Array(13);
  const texts = ['a a', 'a é', 'b b a b a'];
  const found = await words.find(texts, 2 ** 32 - 1, { features, first: 1, width: 4, start, padding });
  expect([...features]).toEqual([0, ...rows.slice(0, 4), 0, 0, 0, 0, ...rows.slice(4)]);
  expect([found.ids, found.texts, found.ends].map((values) => [...values])).toEqual([[FIRST, OTHER], [1], [2]]);
});

it('rejects arguments of other types and lengths', () => {
  expect(() => finderOf(['a']).find([7] as never, 1)).toThrow('find: `texts` must be an array of strings');
  const rows = { features: new Float32Array(7), first: 0, width: 4, start: 0, padding: 'pre' } as const;
  expect(() => finderOf(['a']).find(['a', 'a'], 1, rows)).toThrow(
    'find: `features` must be an array with room for 2 rows of 4',
  );
  expect(() => createTokenIdFinder({ asciiMap: asciiMap.subarray(1), tokens: [], first: 3, unknown: 2 })).toThrow(
    'create: `asciiMap` must be 128 characters',
  );
});
