import { linderaMissing } from './messages.js';
import type { FindMorphemes } from './morphemes.js';

let started: Promise<FindMorphemes> | undefined;

/**
 * Lindera with the dictionary ko-dic, which are one package of npm.
 * @throws ExperimentError when it is not installed
 */
export function lindera(): Promise<FindMorphemes> {
  started ??= start();
  return started;
}

async function start(): Promise<FindMorphemes> {
  try {
    const { TokenizerBuilder } = await import('lindera-wasm-nodejs-cjk');
    const builder = new TokenizerBuilder();
    builder.setDictionary('embedded://ko-dic');
    builder.setMode('normal');
    const analyser = builder.build();
    return (text) =>
      (analyser.tokenize(text) as { surface: string; partOfSpeechTag: string }[]).map(
        ({ surface, partOfSpeechTag }) => ({
          form: surface,
          tag: partOfSpeechTag,
        }),
      );
  } catch (error) {
    throw linderaMissing(error as Error);
  }
}
