import { plural } from '../wording/index.js';
import { extensionOf } from './extension-of.js';
import type { SkippedEntry } from './skipped-entry.js';

/** Returns an entry that is skipped because of its extension. */
export const byExtension = (path: string): SkippedEntry => ({ path, reason: extensionOf(path) || 'no extension' });

/**
 * Returns a summary of skipped entries, as the end of a sentence: "skipped 16 files: .txt 8, hidden 8". Returns undefined if nothing was
 * skipped.
 */
export function skippedLine(skipped: readonly SkippedEntry[]): string | undefined {
  const parts = [false, true].flatMap((isFolder) => {
    const entries = skipped.filter((entry) => (entry.isFolder ?? false) === isFolder);
    if (entries.length === 0) return [];
    return [`${plural(entries.length, isFolder ? 'folder' : 'file')}: ${countsOf(entries)}`];
  });
  return parts.length === 0 ? undefined : `skipped ${parts.join('; skipped ')}`;
}

/** Number of reasons to list; further files are counted as "other". */
const MOST_REASONS = 8;

/** Returns counts by reason, the most frequent first. */
function countsOf(entries: readonly SkippedEntry[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of entries) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const sorted = [...counts].sort(([one, first], [other, second]) => second - first || (one < other ? -1 : 1));
  const shown = sorted.slice(0, MOST_REASONS).map(([reason, count]) => `${reason} ${count.toLocaleString('en-US')}`);
  const rest = sorted.slice(MOST_REASONS).reduce((sum, [, count]) => sum + count, 0);
  return [...shown, ...(rest > 0 ? [`other ${rest.toLocaleString('en-US')}`] : [])].join(', ');
}
