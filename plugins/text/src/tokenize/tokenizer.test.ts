import { describe, expect, it } from 'vitest';
import { lindera } from './lindera.js';
import { splitIntoMorphemes } from './morphemes.js';
import { splitIntoCharacters, splitOnWhitespace, type TokenizerOptions, tokenizer } from './tokenizer.js';

const COURSE: TokenizerOptions = { form: 'NFC', lowerCase: true, remove: 'full-stops', split: splitOnWhitespace };
const tokens = (text: string, options: Partial<TokenizerOptions> = {}) => tokenizer({ ...COURSE, ...options })(text);

describe('a tokenizer', () => {
  it('makes small letters, takes out full stops and splits on blanks', () => {
    expect(tokens('This is  GREAT. Really,\n\treally great!')).toEqual([
      ...['this', 'is', 'great', 'really,', 'really', 'great!'],
    ]);
  });

  it('takes out all punctuation of ASCII where it is asked to, and no other', () => {
    expect(tokens("It's (not) bad_ -- a+b «fine»… 10%", { remove: 'punctuation' })).toEqual([
      ...['its', 'not', 'bad', 'ab', '«fine»…', '10'],
    ]);
    expect(tokens('Left. As it is.', { remove: 'nothing', lowerCase: false })).toEqual(['Left.', 'As', 'it', 'is.']);
  });

  it('gives no token for nothing, blanks, or what is all taken out', () => {
    for (const text of ['', '  \n ', '...', ' . . ']) expect(tokens(text)).toEqual([]);
  });

  it('splits on the white space of every script', () => {
    expect(tokens('a\u00a0b\u3000c\u2028d')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('makes the same of letters that are composed or not, also in Hangul', () => {
    const composed = '한국어 café';
    expect(tokens(composed.normalize('NFD'))).toEqual(tokens(composed));
    expect(tokens(composed.normalize('NFD'), { form: 'none' })).not.toEqual(tokens(composed));
    expect(tokens('ﬁne ４２', { form: 'NFKC' })).toEqual(['fine', '42']);
  });

  it('splits into what readers take for characters', () => {
    const split = splitIntoCharacters;
    expect(tokens('Né 👩‍👩‍👧 한', { split })).toEqual(['n', 'é', '👩‍👩‍👧', '한']);
  });

  it('takes texts of 100,000 tokens and half of an emoji', () => {
    expect(tokens('word '.repeat(100_000))).toHaveLength(100_000);
    expect(tokens('broken \ud83d here')).toEqual(['broken', '\ud83d', 'here']);
  });
});

describe('morphemes', () => {
  it('are found in Korean, where blanks do not separate them', async () => {
    const split = splitIntoMorphemes(await lindera());
    expect(tokens('아버지가방에들어가신다', { split })).toEqual(['아버지', '가', '방', '에', '들어가', '신다']);
  });

  it('are those of some parts of speech alone, where it is asked for', async () => {
    const split = splitIntoMorphemes(await lindera(), ['N']);
    expect(tokens('한국어 형태소 분석기를 노드에서 사용한다.', { split })).toEqual([
      '한국어',
      '형태소',
      '분석기',
      '노드',
      '사용',
    ]);
  });

  it('take texts without Korean, and without anything', async () => {
    const split = splitIntoMorphemes(await lindera());
    expect(tokens('', { split })).toEqual([]);
    expect(tokens('   ', { split })).toEqual([]);
    expect(tokens('Hello 👩‍👩‍👧', { split }).join('')).toContain('hello');
  });
});
