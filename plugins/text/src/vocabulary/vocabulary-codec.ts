import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from '@expgraph/data/formats';
import type { Codec } from '@expgraph/sdk';
import type { Vocabulary } from './vocabulary.js';
import { parseVocabulary, renderVocabulary } from './vocabulary-file.js';

const FILE = 'vocabulary.tsv';

/** Stores a vocabulary as a table that people, and `load/vocabulary`, can read. */
export const vocabularyCodec: Codec<Vocabulary> = {
  encode: (vocabulary, folder) => writeFile(join(folder, FILE), renderVocabulary(vocabulary)),
  decode: async (folder) => parseVocabulary(await readText(join(folder, FILE), { file: FILE }), FILE),
};
