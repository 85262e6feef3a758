import iconv from 'iconv-lite';

/** Encodings in the order of how many byte sequences they exclude, with the letters of texts in them. */
const CANDIDATES = [
  ['cp949', /[가-힣ㄱ-ㆎ]/gu],
  ['shift_jis', /[ぁ-ヿ一-鿿、。]/gu],
  ['gb18030', /[一-鿿，。、]/gu],
  ['windows-1252', /[À-ÿ’“”€–]/gu],
] as const;

/** Minimum fraction of such letters among characters beyond ASCII. */
const ENOUGH = 0.8;

const SAMPLE = 64 * 1024;

/** Returns the probable encoding of bytes that are not UTF-8, or undefined. */
export function likelyEncoding(bytes: Uint8Array): string | undefined {
  const sample = Buffer.from(bytes.subarray(0, SAMPLE));
  return CANDIDATES.find(([encoding, letters]) => {
    // The sample may end inside a character.
    const text = iconv.decode(sample, encoding).replace(/\uFFFD$/, '');
    const beyond = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
    return beyond > 0 && !text.includes('\uFFFD') && (text.match(letters)?.length ?? 0) >= ENOUGH * beyond;
  })?.[0];
}
