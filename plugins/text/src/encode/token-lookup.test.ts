import { expect, it } from 'vitest';
import { TokenLookup } from './token-lookup.js';
import { FIRST_TOKEN, tokensOf, UNKNOWN } from '../vocabulary/vocabulary.js';

const numbersFor = (tokens: readonly string[]) => new TokenLookup({ tokens, counts: [], texts: [], size: 0 });

it('finds each token of a large vocabulary, and none that is not in it', () => {
  const tokens = Array.from({ length: 20_000 }, (_, index) => `${index.toString(36)}${index % 3 ? '' : '한'}`);
  const numbers = numbersFor(tokens);
  expect([...numbers.of(tokens.join(' '))]).toEqual(tokens.map((_, index) => index + FIRST_TOKEN));
  const others = tokens.map((token) => `${token}한한`);
  expect(new Set(numbers.of(others.join(' ')))).toEqual(new Set([UNKNOWN]));
});

it('looks at the characters where tokens have the same hash', () => {
  // By FNV-1a of 32 bits.
  const numbers = numbersFor(['costarring']);
  expect([...numbers.of('costarring liquid')]).toEqual([FIRST_TOKEN, UNKNOWN]);
  expect([...numbersFor(['costarring', 'liquid']).of('liquid costarring')]).toEqual([FIRST_TOKEN + 1, FIRST_TOKEN]);
});

it('reads as many tokens as are wanted, also empty ones', () => {
  const numbers = numbersFor(['a', 'b']);
  expect([...numbers.of('a b a b', 3)]).toEqual([3, 4, 3]);
  expect([...numbers.of('a', 0)]).toEqual([]);
  for (const text of ['', ' ', 'a ', ' a', 'a  b']) expect(numbers.of(text)).toHaveLength(tokensOf(text).length);
});
