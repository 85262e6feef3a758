import type { Tokenizer } from './tokenizer.js';

export const ANALYZERS = ['lindera', 'kiwi'] as const;

/** A morpheme and its part of speech, a tag of the Sejong corpus. */
export interface Morpheme {
  readonly form: string;
  readonly tag: string;
}

export type FindMorphemes = (text: string) => readonly Morpheme[];

/**
 * Returns a tokenizer that splits Korean into morphemes: 아버지가 becomes 아버지 (a noun) and 가 (its particle).
 * @param partsOfSpeech Prefixes of the tags to keep. Default: all.
 */
export function splitIntoMorphemes(find: FindMorphemes, partsOfSpeech?: readonly string[]): Tokenizer {
  const isKept = (tag: string) => partsOfSpeech === undefined || partsOfSpeech.some((begin) => tag.startsWith(begin));
  return (text) =>
    find(text)
      .filter(({ form, tag }) => form.trim() !== '' && isKept(tag))
      .map(({ form }) => form.replace(/\s+/g, ''));
}
