import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeText } from './decode-text.js';
import { filesBelow } from './files-below.js';
import { noLabels, noTextFiles, patternInvalid, patternWithoutGroup } from './messages.js';
import type { TextRecord } from './text-record.js';

const IN_FLIGHT = 64;

export interface FolderOptions {
  /** A regular expression on the path of a file below the folder. */
  readonly labels: string;
  /** Whether all files are taken, whatever the expression. */
  readonly unlabelled: boolean;
  /** Is told a file some bytes of which are no UTF-8 and were replaced; without it they are an error. */
  readonly onReplaced?: (file: string) => void;
  readonly onRead: (count: number) => void;
  readonly signal: AbortSignal;
}

/** The `.txt` files below a folder, by their paths; their label is what the first group that matches has. */
export async function readFolder(folder: string, source: string, options: FolderOptions): Promise<TextRecord[]> {
  const files = await filesBelow(folder);
  const paths = files.filter((path) => /\.txt$/i.test(path));
  if (paths.length === 0) throw noTextFiles(source, files);
  // Matches every path; its group is no label, as labels are not looked at.
  const pattern = options.unlabelled ? /()/ : labelPattern(options.labels);
  const labelled = paths.flatMap((path) => {
    const label = pattern
      .exec(path)
      ?.slice(1)
      .find((group) => group !== undefined);
    return label === undefined ? [] : [{ path, label }];
  });
  if (labelled.length === 0) throw noLabels(options.labels, paths);
  const records: TextRecord[] = [];
  for (let start = 0; start < labelled.length; start += IN_FLIGHT) {
    options.signal.throwIfAborted();
    const some = labelled.slice(start, start + IN_FLIGHT).map(async ({ path, label }) => {
      const text = decodeText(await readFile(join(folder, path)), path, options.onReplaced);
      return { text, label, place: path };
    });
    records.push(...(await Promise.all(some)));
    options.onRead(some.length);
  }
  return records;
}

/** @throws when it is no regular expression with a group */
export function labelPattern(pattern: string): RegExp {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
    // An alternative that matches anything shows how many groups there are.
    if ((new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1) > 1) return expression;
  } catch (error) {
    throw patternInvalid(pattern, (error as Error).message);
  }
  throw patternWithoutGroup(pattern);
}
