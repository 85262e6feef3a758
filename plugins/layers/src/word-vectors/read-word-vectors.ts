import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Readable } from 'node:stream';
import { ExpansionBudget, unpackStream } from '@expgraph/data/formats';
import { noVectors, vectorsDamaged } from '../messages.js';
import { readBinaryVectors } from './binary-vectors.js';
import { readJsonVectors } from './json-vectors.js';
import { readTextVectors } from './text-vectors.js';

/** Words to read from a file, and the size of their vectors. */
export interface WantedVectors {
  /** Name of the file in messages. */
  readonly file: string;
  readonly width: number;
  has(word: string): boolean;
  /** Stores the vector of a wanted word, `float32[width]`. If a word occurs several times, the first vector is kept. */
  take(word: string, vector: Float32Array): void;
}

/** Chunks of a file. */
export type Pieces = AsyncIterable<Buffer>;

const AT = { config: ['vectors'] } as const;

/**
 * Reads vectors of some words from text with a word and its vector per line (GloVe, fastText, word2vec), word2vec's
 * `.bin`, or JSON, `{ "word": [...] }`, at any depth; each also as `.gz`. Mikolov et al., 2013, arXiv:1301.3781.
 * @throws ExperimentError if the file is damaged or contains no vectors.
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
  // JSON is read into memory.
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
