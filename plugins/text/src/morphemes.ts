import { analyserMissing } from './messages.js';
import type { Tokenizer } from './tokenizer.js';

interface Morpheme {
  readonly surface: string;
  readonly partOfSpeechTag: string;
}

interface Analyser {
  tokenize(text: string): Morpheme[];
}

let analyser: Promise<Analyser> | undefined;

/**
 * Splits Korean into morphemes: 아버지가 becomes 아버지 (a noun) and 가 (its particle). The analyser is Lindera with the dictionary ko-dic.
 * `partsOfSpeech`: beginnings of the tags of those that are kept.
 * @throws when the analyser is not installed
 */
export async function splitIntoMorphemes(partsOfSpeech?: readonly string[]): Promise<Tokenizer> {
  analyser ??= startAnalyser();
  const morphemes = await analyser;
  const isKept = (tag: string) => partsOfSpeech === undefined || partsOfSpeech.some((begin) => tag.startsWith(begin));
  return (text) =>
    morphemes
      .tokenize(text)
      .filter(({ surface, partOfSpeechTag }) => surface.trim() !== '' && isKept(partOfSpeechTag))
      .map(({ surface }) => surface.replace(/\s+/g, ''));
}

async function startAnalyser(): Promise<Analyser> {
  try {
    const { TokenizerBuilder } = await import('lindera-wasm-nodejs-cjk');
    const builder = new TokenizerBuilder();
    builder.setDictionary('embedded://ko-dic');
    builder.setMode('normal');
    return builder.build();
  } catch (error) {
    throw analyserMissing(error as Error);
  }
}
