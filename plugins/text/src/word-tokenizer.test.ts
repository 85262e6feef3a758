import { expect, it } from 'vitest';
import { REMOVALS, splitOnBlanks, tokenizer, UNICODE_FORMS } from './tokenizer.js';
import { WordTokenizer } from './word-tokenizer.js';

/** What words can be made of: with what is removed, blanks of several scripts, marks that join, capital letters that change by place. */
const PARTS = [
  ...['a', 'B', 'word', ' ', '  ', '\n', '\t', '.', '...', "'", '-', '9', '_', '\u0000', '\u001c', '\u007f'],
  ...['é', 'e\u0301', '\u0301', 'Σ', 'İ', 'ß', 'ﬁ', '４', '\u00a8', '\u00a0', '\u3000', '\u2028', '\u0085', '\ufeff'],
  ...['한국', '한'.normalize('NFD'), '👍', '👩‍👩‍👧', '\ud83d', '\udc4d'],
];

/** Texts of parts in any order, the same ones each time. */
function* texts(count: number): Generator<string> {
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let text = 0; text < count; text += 1) {
    // Half of them are of ASCII alone.
    const parts = text % 2 ? PARTS : PARTS.slice(0, 16);
    yield Array.from({ length: next(14) }, () => parts[next(parts.length)]).join('');
  }
}

it.each(UNICODE_FORMS.flatMap((form) => REMOVALS.map((remove) => ({ form, remove }))))(
  'finds the tokens that the rules give one after the other ($form, $remove)',
  ({ form, remove }) => {
    for (const lowerCase of [true, false]) {
      const rules = { form, remove, lowerCase };
      const [fast, thorough] = [new WordTokenizer(rules), tokenizer({ ...rules, split: splitOnBlanks })];
      for (const text of texts(2000)) expect(fast.tokenize(text)).toBe(thorough(text).join(' '));
    }
  },
);

it('takes a long text after a short one, and a short one after a long one', () => {
  const words = new WordTokenizer({ form: 'NFC', lowerCase: true, remove: 'full-stops' });
  expect(words.tokenize('A')).toBe('a');
  expect(words.tokenize('Word. '.repeat(100_000))).toBe('word '.repeat(100_000).trim());
  expect(words.tokenize('B é')).toBe('b é');
});
