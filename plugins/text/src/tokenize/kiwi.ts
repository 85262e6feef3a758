import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { kiwiFailed, kiwiMissing, kiwiModelMissing } from './messages.js';
import type { FindMorphemes } from './morphemes.js';

/** A file that the model of every version contains. */
const MORPHEMES = 'sj.morph';
/** Extensions of the model's files. Other files in the folder belong to the Python package. */
const EXTENSIONS = ['.mdl', '.dict', '.txt', '.morph'];

const started = new Map<string, Promise<FindMorphemes>>();

/**
 * Starts Kiwi (Lee, 2024) in WebAssembly with the model of a folder, about 110 MB, which takes some seconds and 800 MB of memory. Morphemes
 * are in their dictionary form. It uses the smaller kind of model: WebAssembly runs out of memory with the larger one.
 * @param folder Absolute path.
 * @param source The folder as the experiment writes it.
 * @throws ExperimentError if the model is missing, or does not match this version of Kiwi
 */
export function kiwi(folder: string, source: string): Promise<FindMorphemes> {
  const known = started.get(folder) ?? start(folder, source);
  started.set(folder, known);
  return known;
}

async function start(folder: string, source: string): Promise<FindMorphemes> {
  const names = (await readdir(folder)).filter((name) => EXTENSIONS.includes(extname(name)));
  if (!names.includes(MORPHEMES)) throw kiwiModelMissing(source);
  const { KiwiBuilder } = await import('kiwi-nlp').catch((error: Error) => {
    throw kiwiMissing(error);
  });
  const wasm = createRequire(import.meta.url).resolve('kiwi-nlp/dist/kiwi-wasm.wasm');
  const builder = await quietly(() => KiwiBuilder.create(wasm));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const));
  try {
    const analyzer = await builder.build({ modelFiles: Object.fromEntries(files) });
    return (text) => analyzer.tokenize(text).map(({ str, tag }) => ({ form: str, tag }));
  } catch {
    // The thrown value is a number without meaning.
    throw kiwiFailed(source, builder.version());
  }
}

/** Suppresses Kiwi's messages about falling back to another kind of model, which it prints to the console of its creation. */
async function quietly<Result>(create: () => Promise<Result>): Promise<Result> {
  const { error } = console;
  console.error = () => {};
  try {
    return await create();
  } finally {
    console.error = error;
  }
}
