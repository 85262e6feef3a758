import type { DatasetSpec } from '@expgraph/sdk';
import { vocabularyOfAll } from './messages.js';
import type { VocabularySpec } from './vocabulary.js';

/** Refuses a vocabulary that was made from more than what is trained with, where that can be known: it has seen the test. */
export function checkVocabulary(data: DatasetSpec, vocabulary: VocabularySpec): void {
  if (data.part !== undefined && vocabulary.counted && vocabulary.part === undefined) throw vocabularyOfAll(data.part);
}
