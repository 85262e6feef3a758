import { WORDS } from '../dist/set-up/native-folder.js';
import { expectSame } from './random.mjs';

const ASCII_MAP = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character)) return 32;
  return character === '.' ? 255 : character.toLowerCase().charCodeAt(0);
});
const LETTERS = ['a', 'b', 'C', '.', ' ', ' ', '\n', 'é', '한', '\ud83d', '\udc4d', '\u3000', '\0'];

const wordOf = (random, letters) => Array.from({ length: 1 + random.below(20) }, () => random.of(letters)).join('');
const textOf = (random) => wordOf(random, random.chance(0.5) ? LETTERS : LETTERS.slice(0, 7)).repeat(random.below(4));

/** Returns the ids of words between ASCII spaces, -1 for words outside ASCII. */
function expectedIds(text, tokens, limit) {
  const ids = [];
  let ascii = 0;
  for (const word of text.split(/[\t-\r ]/)) {
    if (ascii >= limit) break;
    const mapped = word.replaceAll('.', '').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (mapped === '') continue;
    const other = /[^\0-\x7f]/.test(mapped);
    if (!other) ascii += 1;
    ids.push(other ? -1 : tokens.includes(mapped) ? 3 + tokens.indexOf(mapped) : 2);
  }
  return ids;
}

export async function entries(load, random) {
  const { create, find } = load(WORDS);
  const tokens = Array.from({ length: 30 }, () => wordOf(random, ['a', 'b', 'c', '\0']));
  const vocabulary = create(ASCII_MAP, tokens, 3, 2);
  return {
    create: {
      call: create,
      args: () => [
        ASCII_MAP.slice(),
        Array.from({ length: random.below(20) }, () => textOf(random)),
        random.below(9),
        2,
      ],
      check: (vocabulary) => find(vocabulary, ['a'], 1, 9),
    },
    find: {
      call: find,
      args: () => {
        const texts = Array.from({ length: random.below(6) }, () => textOf(random));
        const length = texts.reduce((sum, text) => sum + text.length, 0);
        const given = [vocabulary, texts, length, random.chance(0.5) ? 2 ** 32 - 1 : random.below(6)];
        if (random.chance(0.5)) return given;
        return [...given, new Float32Array(texts.length * 7 + 3), 3, 7, random.below(2), random.chance(0.5)];
      },
      check: (found, _, texts, _length, limit, features, first, width, start, padBefore) => {
        let begin = 0;
        for (const [at, text] of texts.entries()) {
          const expected = expectedIds(text, tokens, limit);
          const reported = found.texts.indexOf(at);
          if (reported >= 0) {
            expectSame(found.ids.subarray(begin, found.ends[reported]), expected, `ids of ${JSON.stringify(text)}`);
            begin = found.ends[reported];
            continue;
          }
          const row = start && expected.length < width ? [start, ...expected] : expected.slice(-width);
          const zeros = Array(width - row.length).fill(0);
          const written = features.subarray(first + at * width, first + (at + 1) * width);
          expectSame(written, padBefore ? [...zeros, ...row] : [...row, ...zeros], `row of ${JSON.stringify(text)}`);
        }
      },
    },
  };
}
