import { stat } from 'node:fs/promises';
import { ExpansionBudget, type NpyArray, readNpz as readArrays, readJson, readText } from '@expgraph/data/formats';
import { ExpgraphError } from '@expgraph/sdk';
import { npzDamaged, npzWithoutParts, unknownWordIndex, wordIndexInvalid, wordIndexMissing } from './messages.js';
import type { TextRecord } from './text-record.js';

const TEXTS = /^x_(.+)$/;

/**
 * Reads the texts of Keras' `imdb.npz` and similar files: `x_train` with lists of word indices, `y_train` with their labels, and the same
 * for other parts. The names of the texts are `train/0` and so on.
 * @param words Words by index, as in `imdb_word_index.json`, from 1: Keras adds 3 when it loads them.
 */
export async function readNpz(
  path: string,
  file: string,
  words: ReadonlyMap<number, string> | undefined,
): Promise<TextRecord[]> {
  if (words === undefined) throw wordIndexMissing(file);
  const budget = ExpansionBudget.ofMemory(file, (await stat(path)).size);
  const { arrays, names } = await arraysOf(path, file, budget);
  const parts = names.flatMap((name) => TEXTS.exec(name)?.[1] ?? []);
  if (parts.length === 0) throw npzWithoutParts(file, names);
  return parts.flatMap((part) => {
    const [texts, labels] = [arrays.get(`x_${part}`), arrays.get(`y_${part}`)];
    if (!texts?.objects) throw npzDamaged(file, `x_${part} is an array of numbers, expected lists`);
    if (!labels || labels.values.length !== texts.objects.length)
      throw npzDamaged(
        file,
        `x_${part} has ${texts.objects.length} texts, y_${part} ${labels?.values.length ?? 'no'} labels`,
      );
    return texts.objects.map((numbers, index) => {
      const place = `${part}/${index}`;
      return { text: textOf(numbers, words, `${file}, ${place}`, budget), label: labelOf(labels, index), place };
    });
  });
}

async function arraysOf(path: string, file: string, budget: ExpansionBudget) {
  try {
    return await readArrays(file, path, () => true, budget);
  } catch (error) {
    if (ExpgraphError.is(error) && error.code === 'EXPGRAPH_DATA_ARRAY') throw npzDamaged(file, error.message);
    throw error;
  }
}

function labelOf({ values }: NpyArray, index: number): number | string {
  const value = values[index];
  return typeof value === 'string' ? value : Number(value);
}

/** Joins the words of a list. Lists may be references to the same one, so the budget counts the text that they expand to. */
function textOf(
  numbers: unknown,
  words: ReadonlyMap<number, string>,
  place: string,
  budget: ExpansionBudget,
): string | undefined {
  if (!Array.isArray(numbers)) return undefined;
  budget.spend(numbers.length * TEXT_BYTES);
  const text = numbers.map((number: unknown) => {
    const word = words.get(number as number);
    if (word === undefined) throw unknownWordIndex(place, Array.isArray(number) ? 'a list' : number);
    return word;
  });
  return text.join(' ');
}

/** Bytes of a word in a text, including the space after it. */
const TEXT_BYTES = 8;

/** Reads the words of Keras' `imdb_word_index.json`, `{ "the": 1, ... }`, by index. */
export async function readWordIndex(path: string, source: string): Promise<Map<number, string>> {
  const file = { file: source, at: ['wordIndex'] };
  const index = readJson(await readText(path, file), file);
  const entries = typeof index === 'object' && index !== null ? Object.entries(index) : [];
  const wrong = entries.find(([, number]) => !Number.isInteger(number) || number < 1);
  if (wrong) throw wordIndexInvalid(source, `the index of "${wrong[0]}" is ${JSON.stringify(wrong[1])}`);
  if (entries.length === 0) throw wordIndexInvalid(source, 'it is empty');
  return new Map(entries.map(([word, number]) => [number as number, word]));
}
