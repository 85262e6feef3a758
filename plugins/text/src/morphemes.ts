import type { Tokenizer } from './tokenizer.js';

export const ANALYSERS = ['lindera', 'kiwi'] as const;

/** A part of a word that has a meaning or a function, and its part of speech, a tag of the Sejong corpus. */
export interface Morpheme {
  readonly form: string;
  readonly tag: string;
}

export type FindMorphemes = (text: string) => readonly Morpheme[];

/**
 * Splits Korean into morphemes: 아버지가 becomes 아버지 (a noun) and 가 (its particle). `partsOfSpeech`: beginnings of the tags of those that
 * are kept.
 */
export function splitIntoMorphemes(find: FindMorphemes, partsOfSpeech?: readonly string[]): Tokenizer {
  const isKept = (tag: string) => partsOfSpeech === undefined || partsOfSpeech.some((begin) => tag.startsWith(begin));
  return (text) =>
    find(text)
      .filter(({ form, tag }) => form.trim() !== '' && isKept(tag))
      .map(({ form }) => form.replace(/\s+/g, ''));
}
