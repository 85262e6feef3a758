import { basename, extname, join } from 'node:path';
import { byExtension, extensionOf, listFiles, skippedLine } from '@expgraph/data/files';
import { readText } from '@expgraph/data/formats';
import { plural } from '@expgraph/data/wording';
import type { ResolvedSource } from '@expgraph/sdk';
import { decodeOptions } from './decode-options.js';
import { jsonLineRecords, jsonRecords } from './json-records.js';
import { noRecords } from './messages.js';
import { readTaggedLines } from './read-tagged-lines.js';
import type { ReadTexts, ReadTextsOptions } from './read-texts.js';
import { tableRecords } from './table-records.js';
import { noTaggedFiles, taggedFormatUnknown } from './tag-messages.js';
import { type TaggedText, taggedTexts } from './tagged-text.js';
import type { TextRecord } from './text-record.js';

type Options = Omit<ReadTextsOptions, 'labels' | 'words'>;
/** `countSkipped` receives the kind of each skipped line. */
type Reader = (content: string, file: string, options: Options, countSkipped: (what: string) => void) => TextRecord[];

const lines: Reader = (content, file, { columns }, countSkipped) =>
  readTaggedLines(content, file, columns, countSkipped);

const jsonLines: Reader = (content, file, { columns, onNotice }) => jsonLineRecords(content, file, columns, onNotice);

/** Extensions of files with one token per line. */
const LINES = ['.conll', '.conllu', '.iob', '.iob2', '.bio', '.tsv', '.txt'];

const READERS: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(LINES.map((extension) => [extension, lines])),
  '.csv': tableRecords,
  '.json': (content, file, { columns }) => jsonRecords(content, file, columns),
  '.jsonl': jsonLines,
  '.ndjson': jsonLines,
};

/** Reads the texts of one file, or of all files with one token per line in a folder. */
export async function readTaggedTexts(
  { path, isDirectory }: ResolvedSource,
  source: string,
  options: Options,
): Promise<ReadTexts<TaggedText>> {
  const records: TextRecord[] = [];
  const skippedLines = new Map<string, number>();
  const countSkipped = (what: string) => void skippedLines.set(what, (skippedLines.get(what) ?? 0) + 1);
  for (const { file, name } of isDirectory
    ? await taggedFiles(path, source, options)
    : [{ file: path, name: basename(path) }]) {
    options.signal.throwIfAborted();
    const read = READERS[extname(name).toLowerCase()];
    if (read === undefined) throw taggedFormatUnknown(source);
    const found = read(await readText(file, decodeOptions(name, options)), name, options, countSkipped);
    options.onRead(found.length);
    // Not with spread: a file may have more records than a call takes arguments.
    for (const record of found) records.push(record);
  }
  const counts = [...skippedLines].map(([what, count]) => `${what} ${count}`);
  const all = [...skippedLines.values()].reduce((sum, count) => sum + count, 0);
  if (all > 0) options.onNotice?.({ level: 'info', message: `Skipped ${plural(all, 'line')}: ${counts.join(', ')}.` });
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
