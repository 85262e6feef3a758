import { basename, extname } from 'node:path';
import { readText } from '@expgraph/data/formats';
import type { ResolvedSource } from '@expgraph/sdk';
import { decodeOptions } from './decode-options.js';
import { jsonLineRecords, jsonRecords } from './json-records.js';
import { formatUnknown, noRecords, noTextFiles } from './messages.js';
import { type FolderOptions, readFolder } from './read-folder.js';
import { type TableOptions, tableRecords } from './table-records.js';
import type { LabeledText } from './text-dataset.js';
import { labeledTexts, type TextRecord, type ValidRecords } from './text-record.js';

export interface ReadTextsOptions extends FolderOptions, ValidRecords, TableOptions {
  /** The word index of a `.npz` file. */
  readonly words?: { readonly source: string; readonly path: string };
}

export interface ReadTexts<Text> {
  readonly texts: Text[];
  /** Number of invalid records that were skipped, and the message for the first. */
  readonly skipped: number;
  readonly firstFault?: string;
}

/** Reads the texts of a folder or of one file. */
export async function readTexts(
  { path, isDirectory }: ResolvedSource,
  source: string,
  options: ReadTextsOptions,
): Promise<ReadTexts<LabeledText>> {
  const records = isDirectory ? await readFolder(path, source, options) : await readOneFile(path, source, options);
  const { texts, firstFault } = labeledTexts(records, options);
  if (texts.length === 0) throw isDirectory ? noTextFiles(source, []) : noRecords(source);
  return { texts, skipped: records.length - texts.length, firstFault };
}

async function readOneFile(path: string, source: string, options: ReadTextsOptions): Promise<TextRecord[]> {
  const extension = extname(path).toLowerCase();
  const file = basename(path);
  const records = extension === '.npz' ? await readNumbers(path, file, options) : await readContent(path, file);
  options.onRead(records.length);
  return records;

  async function readContent(path: string, file: string): Promise<TextRecord[]> {
    const read = READERS[extension];
    if (read === undefined) throw formatUnknown(source);
    return read(await readText(path, decodeOptions(file, options)), file, options);
  }
}

async function readNumbers(path: string, file: string, { words }: ReadTextsOptions): Promise<TextRecord[]> {
  const { readNpz, readWordIndex } = await import('./read-npz.js');
  return readNpz(path, file, words && (await readWordIndex(words.path, words.source)));
}

type Reader = (content: string, file: string, options: ReadTextsOptions) => TextRecord[];

const jsonLines: Reader = (content, file, { columns, onNotice }) => jsonLineRecords(content, file, columns, onNotice);

const READERS: Readonly<Record<string, Reader>> = {
  '.csv': tableRecords,
  '.tsv': tableRecords,
  '.json': (content, file, { columns }) => jsonRecords(content, file, columns),
  '.jsonl': jsonLines,
  '.ndjson': jsonLines,
};
