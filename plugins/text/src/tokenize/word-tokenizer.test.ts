import { expect, it } from 'vitest';
import { randomTexts } from '../../test/random-texts.js';
import { STRIPPED, splitOnWhitespace, tokenizer, UNICODE_FORMS } from './tokenizer.js';
import { WordTokenizer } from './word-tokenizer.js';

it.each(UNICODE_FORMS.flatMap((normalization) => STRIPPED.map((strip) => ({ normalization, strip }))))(
  'finds the same tokens as splitting on white space ($normalization, $strip)',
  ({ normalization, strip }) => {
    for (const lowercase of [true, false]) {
      const options = { normalization, strip, lowercase };
      const [words, tokens] = [new WordTokenizer(options), tokenizer({ ...options, split: splitOnWhitespace })];
      for (const text of randomTexts(2000)) expect(words.tokenize(text)).toBe(tokens(text).join(' '));
    }
  },
);
