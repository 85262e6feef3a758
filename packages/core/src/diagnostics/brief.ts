import { printableLine } from './printable.js';

/** Characters of a name or a value that a message shows. */
const LONGEST = 60;

/** Names of a list that a message shows. */
const MOST = 20;

/** Returns a text as messages show it: on one line, printable, its beginning when it is long. */
export function brief(text: string, longest = LONGEST): string {
  const shown = printableLine(text.length > longest ? text.slice(0, longest - 3) : text);
  return text.length > longest || shown.length > longest * 2 ? `${shown.slice(0, longest * 2)}…` : shown;
}

/** Returns a value as messages show it: JSON, shortened. */
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

/** Returns names as messages list them: the first ones, and how many more. */
export function briefList(names: readonly string[], show = (name: string) => name): string {
  const shown = names.slice(0, MOST).map((name) => show(brief(name)));
  return names.length > MOST ? `${shown.join(', ')} and ${names.length - MOST} more` : shown.join(', ');
}
