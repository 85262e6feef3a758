import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { noVectors } from '../messages.js';
import { readBinaryVectors } from './binary-vectors.js';
import { readJsonVectors } from './json-vectors.js';
import { readTextVectors } from './text-vectors.js';

/** Which words of a file are wanted, and how many numbers each is to have. */
export interface WantedVectors {
  /** The file, as messages call it. */
  readonly file: string;
  readonly width: number;
  has(word: string): boolean;
  /** Takes the vector of a wanted word, `float32[width]`. The first one of a word counts. */
  take(word: string, vector: Float32Array): void;
}

/** The bytes of a file, one piece after the other. */
export type Pieces = AsyncIterable<Buffer>;

/**
 * The vectors of some words: of text with a word and its numbers a line (GloVe, fastText, word2vec), of word2vec's `.bin`, or of
 * JSON, `{ "word": [...] }`, at any depth; each of them also as `.gz`. Mikolov et al., 2013, arXiv:1301.3781.
 * @throws ExperimentError at what is wrong in the file, or where it has none at all
 */
export async function readWordVectors(
  path: string,
  options: {
    readonly words: readonly string[];
    readonly width: number;
    readonly signal?: AbortSignal;
    readonly onRepeated?: (words: readonly string[]) => void;
  },
): Promise<Map<string, Float32Array>> {
  const wanted = new Set(options.words);
  const found = new Map<string, Float32Array>();
  const repeated = new Set<string>();
  const file = basename(path);
  const packed = extname(path).toLowerCase() === '.gz';
  const read = readerOf(packed ? path.slice(0, -'.gz'.length) : path);
  const bytes = createReadStream(path, { highWaterMark: 1 << 20, signal: options.signal });
  const count = await read(packed ? unpacked(bytes) : bytes, {
    file,
    width: options.width,
    has: (word) => {
      if (found.has(word)) repeated.add(word);
      return wanted.has(word) && !found.has(word);
    },
    take: (word, vector) => void found.set(word, vector),
  });
  if (count === 0) throw noVectors(file);
  if (repeated.size > 0) options.onRepeated?.([...repeated]);
  return found;
}

function readerOf(path: string): (pieces: Pieces, wanted: WantedVectors) => Promise<number> {
  const extension = extname(path).toLowerCase();
  if (extension === '.bin') return readBinaryVectors;
  return extension === '.json' ? readJsonVectors : readTextVectors;
}

/** An error of the file, not only of what unpacks it, reaches the reader. */
function unpacked(bytes: Readable): Transform {
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  bytes.on('error', (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}
