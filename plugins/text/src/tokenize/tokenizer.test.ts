import { describe, expect, it } from 'vitest';
import { lindera } from './lindera.js';
import { splitIntoMorphemes } from './morphemes.js';
import { splitIntoCharacters, splitOnWhitespace, type TokenizerOptions, tokenizer } from './tokenizer.js';

const DEFAULTS: TokenizerOptions = {
  normalization: 'NFC',
  lowercase: true,
  strip: 'periods',
  split: splitOnWhitespace,
};
const tokens = (text: string, options: Partial<TokenizerOptions> = {}) => tokenizer({ ...DEFAULTS, ...options })(text);

describe('tokenizer', () => {
  it('converts to lower case, strips periods and splits on white space', () => {
    expect(tokens('This is  GREAT. Really,\n\treally great!').join(' ')).toBe('this is great really, really great!');
  });

  it('strips ASCII punctuation only', () => {
    const stripped = tokens("It's (not) bad_ -- a+b «fine»… 10%", { strip: 'punctuation' });
    expect(stripped).toEqual(['its', 'not', 'bad', 'ab', '«fine»…', '10']);
    expect(tokens('Left. As it is.', { strip: 'none', lowercase: false })).toEqual(['Left.', 'As', 'it', 'is.']);
  });

  it('returns no token for empty texts, white space, or texts that are stripped completely', () => {
    for (const text of ['', '  \n ', '...', ' . . ']) expect(tokens(text)).toEqual([]);
  });

  it('splits on the white space of every script', () => {
    expect(tokens('a\u00a0b\u3000c\u2028d')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('normalizes composed and decomposed letters, also Hangul', () => {
    const composed = '한국어 café';
    expect(tokens(composed.normalize('NFD'))).toEqual(tokens(composed));
    expect(tokens(composed.normalize('NFD'), { normalization: 'none' })).not.toEqual(tokens(composed));
    expect(tokens('ﬁne ４２', { normalization: 'NFKC' })).toEqual(['fine', '42']);
  });

  it('splits into grapheme clusters', () => {
    const split = splitIntoCharacters;
    expect(tokens('Né 👩‍👩‍👧 한', { split })).toEqual(['n', 'é', '👩‍👩‍👧', '한']);
  });

  it('accepts texts of 100,000 tokens, and lone surrogates', () => {
    expect(tokens('word '.repeat(100_000))).toHaveLength(100_000);
    expect(tokens('broken \ud83d here')).toEqual(['broken', '\ud83d', 'here']);
  });
});

describe('splitIntoCharacters', () => {
  it('finds the grapheme clusters of long words in windows as in the whole word', () => {
    const parts = [
      'a',
      'é',
      'e\u0301',
      '漢',
      '각',
      '\u1100\u1161\u11a8',
      '👩‍👩‍👧',
      '🇰🇷',
      '🇫🇷',
      'क्षि',
      '\u0600',
      '7',
      '1️⃣',
      '\ud83d',
    ];
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    for (let seed = 1; seed <= 20; seed += 1) {
      let state = seed;
      const next = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
      };
      const word = Array.from(
        { length: 900 + Math.floor(next() * 900) },
        () => parts[Math.floor(next() * parts.length)],
      ).join('');
      expect(splitIntoCharacters(word)).toEqual(Array.from(segmenter.segment(word), ({ segment }) => segment));
    }
    const family = Array(3000).fill('👩').join('\u200d');
    expect(splitIntoCharacters(family)).toEqual([family]);
  });
});

describe('morphemes', () => {
  it('are found in Korean text without spaces', async () => {
    const split = splitIntoMorphemes(await lindera());
    expect(tokens('아버지가방에들어가신다', { split })).toEqual(['아버지', '가', '방', '에', '들어가', '신다']);
  });

  it('can be filtered by part of speech', async () => {
    const split = splitIntoMorphemes(await lindera(), ['N']);
    expect(tokens('한국어 형태소 분석기를 노드에서 사용한다.', { split })).toEqual([
      '한국어',
      '형태소',
      '분석기',
      '노드',
      '사용',
    ]);
  });

  it('accept texts without Korean, and empty texts', async () => {
    const split = splitIntoMorphemes(await lindera());
    expect(tokens('', { split })).toEqual([]);
    expect(tokens('   ', { split })).toEqual([]);
    expect(tokens('Hello 👩‍👩‍👧', { split }).join('')).toContain('hello');
  });
});
