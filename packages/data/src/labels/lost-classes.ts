import { className } from './class-name.js';

/** How many classes are named. */
const SHOWN = 5;

/**
 * Returns a warning about classes of which no file is used, because of what their files are. `labelOf` finds the label of a
 * skipped file, `classes` are the ones that are used.
 */
export function lostClasses(
  skipped: readonly { readonly path: string; readonly reason: string }[],
  labelOf: (path: string) => string | undefined,
  classes: ReadonlySet<string>,
): string | undefined {
  const reasons = new Map<string, Map<string, number>>();
  for (const { path, reason } of skipped) {
    const found = labelOf(path);
    const label = found === undefined ? '' : className(found);
    if (label === '' || classes.has(label)) continue;
    const counts = reasons.get(label) ?? new Map<string, number>();
    reasons.set(label, counts.set(reason, (counts.get(reason) ?? 0) + 1));
  }
  if (reasons.size === 0) return undefined;
  const listed = [...reasons].slice(0, SHOWN).map(([label, counts]) => {
    return `"${label}" (${[...counts].map(([reason, count]) => `${reason} ${count}`).join(', ')})`;
  });
  const more = reasons.size > SHOWN ? ` … and ${reasons.size - SHOWN} more` : '';
  return `No file is used of ${listed.join(', ')}${more}.`;
}
