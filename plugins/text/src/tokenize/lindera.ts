import { linderaMissing } from './messages.js';
import type { FindMorphemes } from './morphemes.js';

let started: Promise<FindMorphemes> | undefined;

/**
 * Starts Lindera with the dictionary ko-dic, which one npm package contains.
 * @throws ExperimentError if the package is not installed
 */
export function lindera(): Promise<FindMorphemes> {
  started ??= start();
  return started;
}

interface LinderaToken {
  readonly surface: string;
  readonly partOfSpeechTag: string;
}

async function start(): Promise<FindMorphemes> {
  try {
    const { TokenizerBuilder } = await import('lindera-wasm-nodejs-cjk');
    const builder = new TokenizerBuilder();
    builder.setDictionary('embedded://ko-dic');
    builder.setMode('normal');
    const analyzer = builder.build();
    return (text) =>
      (analyzer.tokenize(text) as LinderaToken[]).map(({ surface, partOfSpeechTag }) => ({
        form: surface,
        tag: partOfSpeechTag,
      }));
  } catch (error) {
    throw linderaMissing(error as Error);
  }
}
