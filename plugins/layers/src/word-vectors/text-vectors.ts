import { vectorPlace, vectorsWidth } from '../messages.js';
import type { Pieces, WantedVectors } from './read-word-vectors.js';
import { wordText } from './word-text.js';

const LINE_END = 0x0a;
const BLANK = 0x20;
/** Limit in bytes. A thousand numbers take 20,000. */
const MAX_LINE_LENGTH = 2 ** 24;

/** Reads lines `word v1 v2 ...`, with or without the header `words width` of word2vec. Returns the word count. */
export async function readTextVectors(pieces: Pieces, wanted: WantedVectors): Promise<number> {
  let [line, count] = [0, 0];
  for await (const bytes of linesOf(pieces, wanted)) {
    line += 1;
    if (line === 1 && /^\d+ \d+\s*$/.test(bytes.toString())) continue;
    if (bytes.length === 0) continue;
    const at = line;
    const word = wordText(bytes.subarray(0, Math.max(bytes.indexOf(BLANK), 0)), () => `${wanted.file}:${at}`);
    // Parsing all lines would be slow; the first one is parsed to check the width.
    if (count === 0 || wanted.has(word)) {
      const vector = vectorOf(bytes.toString(), line, wanted);
      if (vector && wanted.has(word)) wanted.take(word, vector);
    }
    count += 1;
  }
  return count;
}

/** Returns undefined for words with spaces, which GloVe contains: no token has spaces. */
function vectorOf(content: string, line: number, { file, width }: WantedVectors): Float32Array | undefined {
  const fields = content.trimEnd().split(' ').slice(1);
  const numbers = Float32Array.from(fields, Number);
  if (fields.length > width && numbers.subarray(0, -width).some(Number.isNaN)) return undefined;
  const wrong = numbers.findIndex((value) => !Number.isFinite(value));
  const place = `${file}:${line}`;
  if (wrong >= 0 || fields.length === 0) throw vectorPlace(place, fields[wrong] ?? content, width);
  if (fields.length !== width) throw vectorsWidth(place, fields.length, width);
  return numbers;
}

/**
 * Yields lines without line endings. Only a newline ends a line, because words may contain other Unicode line
 * separators.
 */
async function* linesOf(pieces: Pieces, { file, width }: WantedVectors): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    let start = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > MAX_LINE_LENGTH) throw vectorPlace(file, `a line of more than ${MAX_LINE_LENGTH} bytes`, width);
  }
  if (rest.length > 0) yield rest;
}
