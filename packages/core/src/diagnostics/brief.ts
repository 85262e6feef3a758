import { printableLine } from './printable.js';

/** Number of characters of a name or a value that a message shows. */
const LONGEST = 60;

/** Number of names of a list that a message shows. */
const MOST = 20;

/** Returns a text for a message: on one line, printable, truncated. */
export function brief(text: string, longest = LONGEST): string {
  const shown = printableLine(text.length > longest ? text.slice(0, longest - 3) : text);
  return text.length > longest || shown.length > longest * 2 ? `${shown.slice(0, longest * 2)}…` : shown;
}

/** Returns a value for a message: JSON, truncated. */
export function briefValue(value: unknown): string {
  let parts = 0;
  const text = JSON.stringify(value, (_, part: unknown) => {
    parts += 1;
    if (parts > LONGEST) return undefined;
    if (typeof part === 'string') return part.slice(0, LONGEST);
    return Array.isArray(part) ? part.slice(0, LONGEST) : part;
  });
  return brief(text ?? 'empty');
}

/** Returns a list of names for a message: the first names and the number of the rest. */
export function briefList(names: readonly string[], show = (name: string) => name): string {
  const shown = names.slice(0, MOST).map((name) => show(brief(name)));
  return names.length > MOST ? `${shown.join(', ')} and ${names.length - MOST} more` : shown.join(', ');
}
