import { expect, it } from 'vitest';
import { randomTexts } from '../../test/random-texts.js';
import { STRIPPED, splitOnWhitespace, tokenizer, UNICODE_FORMS } from './tokenizer.js';
import { WordTokenizer } from './word-tokenizer.js';

it.each(UNICODE_FORMS.flatMap((form) => STRIPPED.map((remove) => ({ form, remove }))))(
  'finds the tokens that the rules give one after the other ($form, $remove)',
  ({ form, remove }) => {
    for (const lowerCase of [true, false]) {
      const rules = { form, remove, lowerCase };
      const [fast, thorough] = [new WordTokenizer(rules), tokenizer({ ...rules, split: splitOnWhitespace })];
      for (const text of randomTexts(2000)) expect(fast.tokenize(text)).toBe(thorough(text).join(' '));
    }
  },
);

it('takes a long text after a short one, and a short one after a long one', () => {
  const words = new WordTokenizer({ form: 'NFC', lowerCase: true, remove: 'full-stops' });
  expect(words.tokenize('A')).toBe('a');
  expect(words.tokenize('Word. '.repeat(100_000))).toBe('word '.repeat(100_000).trim());
  expect(words.tokenize('B é')).toBe('b é');
});
