import { expect, it } from 'vitest';
import { randomTexts } from '../../test/random-texts.js';
import { STRIPPED, splitOnWhitespace, tokenizer, UNICODE_FORMS } from './tokenizer.js';
import { WordTokenizer } from './word-tokenizer.js';

it.each(UNICODE_FORMS.flatMap((normalization) => STRIPPED.map((strip) => ({ normalization, strip }))))(
  'finds the tokens of the tokenizer ($normalization, $strip)',
  ({ normalization, strip }) => {
    for (const lowercase of [true, false]) {
      const rules = { normalization, strip, lowercase };
      const [fast, thorough] = [new WordTokenizer(rules), tokenizer({ ...rules, split: splitOnWhitespace })];
      for (const text of randomTexts(2000)) expect(fast.tokenize(text)).toBe(thorough(text).join(' '));
    }
  },
);

it('accepts a long text after a short one, and a short one after a long one', () => {
  const words = new WordTokenizer({ normalization: 'NFC', lowercase: true, strip: 'periods' });
  expect(words.tokenize('A')).toBe('a');
  expect(words.tokenize('Word. '.repeat(100_000))).toBe('word '.repeat(100_000).trim());
  expect(words.tokenize('B é')).toBe('b é');
});
