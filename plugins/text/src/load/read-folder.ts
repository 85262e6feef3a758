import { join } from 'node:path';
import { IN_FLIGHT, listFiles, parallelMap, type SkippedEntry, skippedLine } from '@expgraph/data/files';
import { readText } from '@expgraph/data/formats';
import { className, type LabeledPath, labelPaths, lostClasses } from '@expgraph/data/labels';
import type { Notice } from '@expgraph/data/wording';
import { decodeOptions, type TextEncoding } from './decode-options.js';
import { findTexts } from './find-texts.js';
import { noLabels, noTextFiles } from './messages.js';
import { type TextRecord, UNLABELED } from './text-record.js';

export interface FolderOptions extends TextEncoding {
  /** A regular expression on the paths of files below the folder. */
  readonly labels: string;
  /** Whether to read all files, without labels. */
  readonly unlabeled: boolean;
  /** Receives a summary of skipped files: "skipped 3 files: .csv 3". */
  readonly onSkipped?: (line: string) => void;
  readonly onWarning?: (line: string) => void;
  /** Receives notices about skipped parts of a file. */
  readonly onNotice?: (notice: Notice) => void;
  readonly onRead: (count: number) => void;
  readonly signal: AbortSignal;
}

/** Reads the texts of a folder, labeled by their paths. */
export async function readFolder(folder: string, source: string, options: FolderOptions): Promise<TextRecord[]> {
  const { texts, skipped } = await findTexts(folder, await listFiles(folder, { signal: options.signal }));
  if (texts.length === 0) throw noTextFiles(source, skipped);
  const labeled = options.unlabeled
    ? texts.map((path) => ({ path, label: UNLABELED }))
    : withLabels(texts, skipped, options);
  const line = skippedLine(skipped);
  if (line !== undefined) options.onSkipped?.(line);
  return readLabeled(folder, labeled, options);
}

function withLabels(
  texts: readonly string[],
  skipped: readonly SkippedEntry[],
  { labels, onWarning }: FolderOptions,
): readonly LabeledPath[] {
  const { labeled, unmatched, labelOf } = labelPaths(texts, labels);
  if (labeled.length === 0) throw noLabels(labels, texts);
  if (unmatched.length > 0)
    onWarning?.(
      `Skipped ${unmatched.length} of ${texts.length} texts, which match no label, for example "${unmatched[0]}".`,
    );
  const lost = lostClasses(skipped, labelOf, new Set(labeled.map(({ label }) => className(label))));
  if (lost !== undefined) onWarning?.(lost);
  return labeled;
}

function readLabeled(folder: string, labeled: readonly LabeledPath[], options: FolderOptions): Promise<TextRecord[]> {
  return parallelMap(labeled, IN_FLIGHT, async ({ path, label }) => {
    options.signal.throwIfAborted();
    const text = await readText(join(folder, path), decodeOptions(path, options));
    options.onRead(1);
    return { text, label, place: path };
  });
}
