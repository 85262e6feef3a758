import { join } from 'node:path';
import { listFiles, skippedLine } from '@expgraph/data/files';
import { readText } from '@expgraph/data/formats';
import { className, type LabeledPath, labelPaths, lostClasses } from '@expgraph/data/labels';
import type { Notice } from '@expgraph/data/wording';
import { decodeOptions } from './decode-options.js';
import { findTexts } from './find-texts.js';
import { IN_FLIGHT } from './in-flight.js';
import { noLabels, noTextFiles } from './messages.js';
import { type TextRecord, UNLABELLED } from './text-record.js';

export interface FolderOptions {
  /** A regular expression on the path of a file below the folder. */
  readonly labels: string;
  /** Whether all files are taken, whatever the expression. */
  readonly unlabelled: boolean;
  /** The text encoding of the files; UTF-8 where it is not said. */
  readonly encoding?: string;
  /** Is told a file some bytes of which are not valid and were replaced; without it they are an error. */
  readonly onReplaced?: (file: string) => void;
  /** Is told what of the folder is not used, how many and why: "skipped 3 files: .csv 3". */
  readonly onSkipped?: (line: string) => void;
  readonly onWarning?: (line: string) => void;
  /** Is told what of a file is not used. */
  readonly onNotice?: (notice: Notice) => void;
  readonly onRead: (count: number) => void;
  readonly signal: AbortSignal;
}

/** The texts below a folder, by their paths; `labels` finds their labels there. */
export async function readFolder(folder: string, source: string, options: FolderOptions): Promise<TextRecord[]> {
  const { texts, skipped } = await findTexts(folder, await listFiles(folder, { signal: options.signal }));
  if (texts.length === 0) throw noTextFiles(source, skipped);
  const labeled = options.unlabelled
    ? texts.map((path) => ({ path, label: UNLABELLED }))
    : withLabels(texts, skipped, options);
  const line = skippedLine(skipped);
  if (line !== undefined) options.onSkipped?.(line);
  return readLabeled(folder, labeled, options);
}

function withLabels(
  texts: readonly string[],
  skipped: Parameters<typeof lostClasses>[0],
  { labels, onWarning }: FolderOptions,
): readonly LabeledPath[] {
  const { labeled, unmatched, labelOf } = labelPaths(texts, labels);
  if (labeled.length === 0) throw noLabels(labels, texts);
  if (unmatched.length > 0)
    onWarning?.(
      `${unmatched.length} of ${texts.length} texts match no label and are left out, for example "${unmatched[0]}".`,
    );
  const lost = lostClasses(skipped, labelOf, new Set(labeled.map(({ label }) => className(label))));
  if (lost !== undefined) onWarning?.(lost);
  return labeled;
}

async function readLabeled(
  folder: string,
  labeled: readonly LabeledPath[],
  options: FolderOptions,
): Promise<TextRecord[]> {
  const records: TextRecord[] = [];
  for (let start = 0; start < labeled.length; start += IN_FLIGHT) {
    options.signal.throwIfAborted();
    const some = labeled.slice(start, start + IN_FLIGHT).map(async ({ path, label }) => {
      const text = await readText(join(folder, path), decodeOptions(path, options));
      return { text, label, place: path };
    });
    records.push(...(await Promise.all(some)));
    options.onRead(some.length);
  }
  return records;
}
