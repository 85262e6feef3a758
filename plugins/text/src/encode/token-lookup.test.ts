import { expect, it } from 'vitest';
import { FIRST_TOKEN, tokensOf, UNKNOWN } from '../vocabulary/vocabulary.js';
import { TokenLookup } from './token-lookup.js';

const lookupOf = (tokens: readonly string[]) => new TokenLookup({ tokens, counts: [], texts: [], size: 0 });

it('finds all tokens of a large vocabulary, and no others', () => {
  const tokens = Array.from({ length: 20_000 }, (_, index) => `${index.toString(36)}${index % 3 ? '' : '한'}`);
  const lookup = lookupOf(tokens);
  expect([...lookup.idsOf(tokens.join(' '))]).toEqual(tokens.map((_, index) => index + FIRST_TOKEN));
  const others = tokens.map((token) => `${token}한한`);
  expect(new Set(lookup.idsOf(others.join(' ')))).toEqual(new Set([UNKNOWN]));
});

it('compares characters if tokens have the same hash', () => {
  // Both have the same 32-bit FNV-1a hash.
  const lookup = lookupOf(['costarring']);
  expect([...lookup.idsOf('costarring liquid')]).toEqual([FIRST_TOKEN, UNKNOWN]);
  expect([...lookupOf(['costarring', 'liquid']).idsOf('liquid costarring')]).toEqual([FIRST_TOKEN + 1, FIRST_TOKEN]);
});

it('reads at most `limit` tokens, including empty ones', () => {
  const lookup = lookupOf(['a', 'b']);
  expect([...lookup.idsOf('a b a b', 3)]).toEqual([3, 4, 3]);
  expect([...lookup.idsOf('a', 0)]).toEqual([]);
  for (const text of ['', ' ', 'a ', ' a', 'a  b']) expect(lookup.idsOf(text)).toHaveLength(tokensOf(text).length);
});
