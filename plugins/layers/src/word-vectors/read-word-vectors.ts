import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Readable } from 'node:stream';
import { ExpansionBudget, unpackStream } from '@expgraph/data/formats';
import { noVectors, vectorsDamaged } from '../messages.js';
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

const AT = { config: ['vectors'] } as const;

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
  const { size } = await stat(path);
  const packed = extname(path).toLowerCase() === '.gz';
  const read = readerOf(packed ? path.slice(0, -'.gz'.length) : path);
  const own = { signal: options.signal, at: AT };
  // JSON is read as a whole.
  const inMemory = read === readJsonVectors;
  const budget = inMemory ? ExpansionBudget.ofMemory(file, size, own) : ExpansionBudget.ofDisk(file, size, own);
  if (inMemory) budget.claim(size);
  const bytes = createReadStream(path, { highWaterMark: 1 << 20, signal: options.signal });
  const count = await read(packed ? unpacked(bytes, budget) : bytes, {
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

async function* unpacked(bytes: Readable, budget: ExpansionBudget): AsyncGenerator<Buffer> {
  try {
    yield* unpackStream(bytes, 'gzip', budget);
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error;
    throw vectorsDamaged(budget.file, (error as Error).message);
  }
}

function readerOf(path: string): (pieces: Pieces, wanted: WantedVectors) => Promise<number> {
  const extension = extname(path).toLowerCase();
  if (extension === '.bin') return readBinaryVectors;
  return extension === '.json' ? readJsonVectors : readTextVectors;
}
