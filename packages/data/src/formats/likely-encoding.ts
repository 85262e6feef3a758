import iconv from 'iconv-lite';

/** Encodings by how much their bytes exclude one another, with the letters that texts in them are made of. */
const CANDIDATES = [
  ['cp949', /[가-힣ㄱ-ㆎ]/gu],
  ['shift_jis', /[ぁ-ヿ一-鿿、。]/gu],
  ['gb18030', /[一-鿿，。、]/gu],
  ['windows-1252', /[À-ÿ’“”€–]/gu],
] as const;

/** The fraction of the characters beyond ASCII that are such letters, where the encoding is the right one. */
const ENOUGH = 0.8;

const SAMPLE = 64 * 1024;

/** Returns the encoding that bytes which are not UTF-8 are probably in; undefined where none fits. */
export function likelyEncoding(bytes: Uint8Array): string | undefined {
  const sample = Buffer.from(bytes.subarray(0, SAMPLE));
  return CANDIDATES.find(([encoding, letters]) => {
    // A sample may end within a character.
    const text = iconv.decode(sample, encoding).replace(/\uFFFD$/, '');
    const beyond = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
    return beyond > 0 && !text.includes('\uFFFD') && (text.match(letters)?.length ?? 0) >= ENOUGH * beyond;
  })?.[0];
}
