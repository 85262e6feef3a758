import { vectorPlace, vectorsWidth } from '../messages.js';
import type { Pieces, WantedVectors } from './read-word-vectors.js';
import { wordText } from './word-text.js';

const LINE_END = 0x0a;
const BLANK = 0x20;
/** Limit in bytes. */
const MAX_WORD_LENGTH = 2 ** 22;

/**
 * Reads word2vec's binary format: `words width`, then for each word its text, a space and little-endian
 * `float32[width]`.
 */
export async function readBinaryVectors(pieces: Pieces, wanted: WantedVectors): Promise<number> {
  const { file, width } = wanted;
  let rest: Buffer = Buffer.alloc(0);
  let [announced, count] = [-1, 0];
  for await (const piece of pieces) {
    rest = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    if (announced < 0) {
      const end = rest.indexOf(LINE_END);
      announced = headerOf(rest.subarray(0, Math.max(end, 0)).toString(), wanted);
      rest = rest.subarray(end + 1);
    }
    let start = 0;
    for (
      let end = rest.indexOf(BLANK);
      end >= 0 && end + 1 + width * 4 <= rest.length;
      end = rest.indexOf(BLANK, start)
    ) {
      // Some writers end each vector with a newline.
      const number = count + 1;
      const bytes = rest.subarray(rest[start] === LINE_END ? start + 1 : start, end);
      const word = wordText(bytes, () => `${file}, word ${number}`);
      start = end + 1 + width * 4;
      if (wanted.has(word)) wanted.take(word, floatsOf(rest.subarray(end + 1, start), width));
      count += 1;
    }
    rest = rest.subarray(start);
    if (rest.length > MAX_WORD_LENGTH + width * 4)
      throw vectorPlace(`${file}, word ${count + 1}`, `more than ${MAX_WORD_LENGTH} bytes without a space`, width);
  }
  if (count !== announced && announced >= 0)
    throw vectorPlace(`${file}, word ${count + 1}`, 'the end of the file', width);
  return count;
}

/** Returns the word count. */
function headerOf(line: string, { file, width }: WantedVectors): number {
  const header = /^(\d+) (\d+)\s*$/.exec(line);
  if (!header) throw vectorPlace(`${file}:1`, line, width);
  if (Number(header[2]) !== width) throw vectorsWidth(`${file}:1`, Number(header[2]), width);
  return Number(header[1]);
}

function floatsOf(bytes: Buffer, width: number): Float32Array {
  return Float32Array.from({ length: width }, (_, index) => bytes.readFloatLE(index * 4));
}
