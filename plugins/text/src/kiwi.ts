import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { kiwiFailed, kiwiMissing, kiwiModelMissing } from './messages.js';
import type { FindMorphemes } from './morphemes.js';

/** Of the files of a model, the one that every version has. */
const MORPHEMES = 'sj.morph';
/** Others of the folder are the Python package's. */
const ENDINGS = ['.mdl', '.dict', '.txt', '.morph'];

const started = new Map<string, Promise<FindMorphemes>>();

/**
 * Kiwi (Lee, 2024) in WebAssembly, with the model of a folder, some 110 MB, which takes seconds to load and 800 MB of memory.
 * Morphemes are in the form that the dictionary has them. Its faster kind of model: WebAssembly runs out of memory with the larger one.
 * @param folder absolute
 * @param source what the folder is called in the experiment
 * @throws ExperimentError when there is no model, or one that this version of Kiwi can not use
 */
export function kiwi(folder: string, source: string): Promise<FindMorphemes> {
  const known = started.get(folder) ?? start(folder, source);
  started.set(folder, known);
  return known;
}

async function start(folder: string, source: string): Promise<FindMorphemes> {
  const names = (await readdir(folder)).filter((name) => ENDINGS.includes(extname(name)));
  if (!names.includes(MORPHEMES)) throw kiwiModelMissing(source);
  const { KiwiBuilder } = await import('kiwi-nlp').catch((error: Error) => {
    throw kiwiMissing(error);
  });
  const wasm = createRequire(import.meta.url).resolve('kiwi-nlp/dist/kiwi-wasm.wasm');
  const builder = await quietly(() => KiwiBuilder.create(wasm));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const));
  try {
    const analyser = await builder.build({ modelFiles: Object.fromEntries(files) });
    return (text) => analyser.tokenize(text).map(({ str, tag }) => ({ form: str, tag }));
  } catch {
    // What is thrown is a number that says nothing.
    throw kiwiFailed(source, builder.version());
  }
}

/** Kiwi says for each model, on the terminal, that it falls back to another kind; it takes the console for that when it is created. */
async function quietly<Result>(create: () => Promise<Result>): Promise<Result> {
  const { error } = console;
  console.error = () => {};
  try {
    return await create();
  } finally {
    console.error = error;
  }
}
