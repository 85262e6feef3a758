import type { JsonPath } from './json-place.js';
import { endOfText, jsonTokens } from './json-tokens.js';

/** Returns the path and the position of the first duplicate key. */
export function firstDuplicate(text: string): { readonly path: JsonPath; readonly position: number } | undefined {
  const levels: { keys?: Set<string>; at: string | number | undefined }[] = [];
  for (const { start, end } of jsonTokens(text)) {
    const token = text[start];
    const level = levels.at(-1);
    if (token === '[') levels.push({ at: 0 });
    else if (token === '{') levels.push({ keys: new Set(), at: undefined });
    else if (token === ']' || token === '}') levels.pop();
    else if (token === ',' && level) level.at = level.keys ? undefined : (level.at as number) + 1;
    else if (token === '"' && level?.keys && level.at === undefined) {
      level.at = JSON.parse(text.slice(start, end)) as string;
      if (level.keys.has(level.at)) return { path: levels.map(({ at }) => at as string | number), position: start };
      level.keys.add(level.at);
    }
  }
  return undefined;
}

/**
 * Returns the number of keys in a JSON text, including duplicates, and its nesting depth. It stops at `mostLevels`.
 */
export function measureJson(text: string, mostLevels: number): { readonly keys: number; readonly levels: number } {
  let [keys, level, levels] = [0, 0, 0];
  for (let at = 0; at < text.length && levels <= mostLevels; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at) - 1;
    else if (code === COLON) keys += 1;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      level += 1;
      levels = Math.max(levels, level);
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) level -= 1;
  }
  return { keys, levels };
}

const [QUOTE, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [...'":[]{}'].map((character) =>
  character.charCodeAt(0),
);
