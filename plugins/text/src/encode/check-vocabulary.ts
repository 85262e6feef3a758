import type { DatasetSpec } from '@expgraph/sdk';
import type { VocabularySpec } from '../vocabulary/vocabulary.js';
import { vocabularyOfAllParts } from './messages.js';

/** Rejects a vocabulary that was built from more than the training part, if the specs say so: it would leak from the test part. */
export function checkVocabulary(data: DatasetSpec, vocabulary: VocabularySpec): void {
  if (data.part !== undefined && vocabulary.counted && vocabulary.part === undefined) {
    throw vocabularyOfAllParts(data.part);
  }
}
