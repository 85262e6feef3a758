import { crc32 } from 'node:zlib';
import { readJson, readText } from '@expgraph/data/formats';
import type { Entry, ZipFile } from 'yauzl';
import { npzDamaged, npzWithoutParts, numberWithoutWord, wordIndexInvalid, wordIndexMissing } from './messages.js';
import { readNpy } from './read-npy.js';
import type { TextRecord } from './text-record.js';

/** What `.npy` files are compressed to at most, by far: a file can not make us unpack without end. */
const LARGEST_EXPANSION = 200;
const TEXTS = /^x_(.+)\.npy$/;

/**
 * The texts of Keras' `imdb.npz` and files like it: `x_train`, lists of the numbers of words, `y_train`, their labels, and the same
 * for other parts. The names are `train/0` and so on.
 * @param words the numbers of words as in `imdb_word_index.json`, from 1 on: Keras adds 3 when it loads them.
 */
export async function readNpz(
  path: string,
  file: string,
  words: ReadonlyMap<number, string> | undefined,
): Promise<TextRecord[]> {
  if (words === undefined) throw wordIndexMissing(file);
  const arrays = await arraysOf(path, file);
  const parts = [...arrays.keys()].flatMap((name) => TEXTS.exec(name)?.[1] ?? []);
  if (parts.length === 0) throw npzWithoutParts(file, [...arrays.keys()]);
  return parts.flatMap((part) => {
    const [texts, labels] = [arrays.get(`x_${part}.npy`) ?? [], arrays.get(`y_${part}.npy`)];
    if (labels?.length !== texts.length)
      throw npzDamaged(file, `x_${part} has ${texts.length} texts, y_${part} ${labels?.length ?? 'no'} labels`);
    return texts.map((numbers, index) => {
      const place = `${part}/${index}`;
      return { text: textOf(numbers, words, `${file}, ${place}`), label: labels[index], place };
    });
  });
}

async function arraysOf(path: string, file: string): Promise<Map<string, unknown[]>> {
  const { openPromise } = await import('yauzl');
  const arrays = new Map<string, unknown[]>();
  let name = 'its list of files';
  try {
    const zip = await openPromise(path, { autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) {
        name = entry.fileName;
        arrays.set(name, readNpy(await contentOf(zip, entry)));
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    throw npzDamaged(file, `${name}: ${(error as Error).message}`);
  }
  return arrays;
}

async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > compressedSize * LARGEST_EXPANSION)
    throw new Error(`it would be ${uncompressedSize} bytes, unpacked from ${compressedSize}`);
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) throw new Error('its checksum (CRC-32) is wrong');
  return bytes;
}

function textOf(numbers: unknown, words: ReadonlyMap<number, string>, place: string): string | undefined {
  if (!Array.isArray(numbers)) return undefined;
  const text = numbers.map((number: unknown) => {
    const word = words.get(number as number);
    if (word === undefined) throw numberWithoutWord(place, number);
    return word;
  });
  return text.join(' ');
}

/** The words of Keras' `imdb_word_index.json`, `{ "the": 1, … }`, by their numbers. */
export async function readWordIndex(path: string, source: string): Promise<Map<number, string>> {
  const file = { file: source, at: ['wordIndex'] };
  const index = readJson(await readText(path, file), file);
  const entries = typeof index === 'object' && index !== null ? Object.entries(index) : [];
  const wrong = entries.find(([, number]) => !Number.isInteger(number) || number < 1);
  if (wrong) throw wordIndexInvalid(source, `the number of "${wrong[0]}" is ${JSON.stringify(wrong[1])}`);
  if (entries.length === 0) throw wordIndexInvalid(source, 'it has no words');
  return new Map(entries.map(([word, number]) => [number as number, word]));
}
