import type { JsonPath } from './json-place.js';
import { endOfText, jsonTokens } from './json-tokens.js';

/** Returns the path and the position of the first key that its object has already. */
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

/** Returns how many keys the objects of a JSON text have, also those that are given twice. */
export function countMembers(text: string): number {
  let count = 0;
  for (let quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', quote)) {
    quote = endOfText(text, quote);
    let next = quote;
    while (text.charCodeAt(next) <= 0x20) next += 1;
    if (text[next] === ':') count += 1;
  }
  return count;
}
