import { className } from './class-name.js';

/** Number of classes to list. */
const SHOWN = 5;

/**
 * Returns a warning about classes whose files are all skipped, or undefined.
 * @param labelOf Returns the label of a skipped file.
 * @param classes The classes with used files.
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
  return `All files of these classes are skipped: ${listed.join(', ')}${more}.`;
}
