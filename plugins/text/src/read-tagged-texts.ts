import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { byExtension, extensionOf, listFiles, skippedLine } from '@expgraph/data/files';
import type { ResolvedSource } from '@expgraph/sdk';
import { decodeText } from './decode-text.js';
import { noRecords } from './messages.js';
import { readJson, readJsonLines } from './read-json.js';
import { readTable } from './read-table.js';
import { readTaggedLines } from './read-tagged-lines.js';
import type { ReadTexts, ReadTextsOptions } from './read-texts.js';
import { noTaggedFiles, taggedFormatUnknown } from './tag-messages.js';
import { type TaggedText, taggedTexts } from './tagged-text.js';
import type { TextRecord } from './text-record.js';

type Options = Omit<ReadTextsOptions, 'labels' | 'words'>;
type Reader = (content: string, file: string, options: Options) => TextRecord[];

const lines: Reader = (content, file, { columns }) => readTaggedLines(content, file, columns);

/** Files of a token a line. */
const LINES = ['.conll', '.conllu', '.iob', '.iob2', '.bio', '.tsv', '.txt'];

const READERS: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(LINES.map((extension) => [extension, lines])),
  '.csv': (content, file, options) => readTable(content, file, { ...options, delimiter: ',' }),
  '.json': (content, file, { columns }) => readJson(content, file, columns),
  '.jsonl': (content, file, { columns }) => readJsonLines(content, file, columns),
  '.ndjson': (content, file, { columns }) => readJsonLines(content, file, columns),
};

/** The texts of one file, or of all files of a token a line in a folder. */
export async function readTaggedTexts(
  { path, isDirectory }: ResolvedSource,
  source: string,
  options: Options,
): Promise<ReadTexts<TaggedText>> {
  const records: TextRecord[] = [];
  for (const { file, name } of isDirectory
    ? await taggedFiles(path, source, options)
    : [{ file: path, name: basename(path) }]) {
    options.signal.throwIfAborted();
    const read = READERS[extname(name).toLowerCase()];
    if (read === undefined) throw taggedFormatUnknown(source);
    const found = read(decodeText(await readFile(file), name, options.onReplaced), name, options);
    options.onRead(found.length);
    records.push(...found);
  }
  const { texts, firstFault } = taggedTexts(records, options);
  if (texts.length === 0) throw noRecords(source);
  return { texts, skipped: records.length - texts.length, firstFault };
}

async function taggedFiles(
  folder: string,
  source: string,
  { signal, onSkipped }: Options,
): Promise<{ file: string; name: string }[]> {
  const { files, skipped } = await listFiles(folder, { signal });
  const isTagged = (name: string) => LINES.includes(extensionOf(name));
  const chosen = files.filter(isTagged);
  if (chosen.length === 0) throw noTaggedFiles(source, files);
  const line = skippedLine([...skipped, ...files.filter((name) => !isTagged(name)).map(byExtension)]);
  if (line !== undefined) onSkipped?.(line);
  return chosen.map((name) => ({ file: join(folder, name), name }));
}
