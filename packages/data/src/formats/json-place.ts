import { jsonTokens } from './json-tokens.js';

export type JsonPath = readonly (string | number)[];

/**
 * Returns a position in a text as `line:column`, both from 1.
 * @param firstLine The line of the file at which the text begins.
 */
export function lineAndColumn(text: string, position: number, firstLine = 1): string {
  let [line, start] = [firstLine, 0];
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  return `${line}:${position - start + 1}`;
}

/**
 * Returns the position of a value in a JSON text, as `line:column`; `1:1` if it does not exist.
 * @param text Valid JSON.
 * @param path Keys and indices of the value.
 */
export function jsonPlace(text: string, path: JsonPath): string {
  // The position of the next value at each open level: an index, or a key, which is undefined before it is read.
  const levels: (string | number | undefined)[] = [];
  for (const { start, end } of jsonTokens(text)) {
    const token = text[start];
    const last = levels.length - 1;
    if (token === ',') levels[last] = typeof levels[last] === 'number' ? levels[last] + 1 : undefined;
    else if (token === '}' || token === ']') levels.pop();
    else if (token !== ':') {
      if (last >= 0 && levels[last] === undefined) {
        levels[last] = JSON.parse(text.slice(start, end)) as string;
        continue;
      }
      if (levels.length === path.length && path.every((part, level) => part === levels[level]))
        return lineAndColumn(text, start);
      if (token === '[') levels.push(0);
      if (token === '{') levels.push(undefined);
    }
  }
  return '1:1';
}

/** Formats a path like JavaScript: `annotations[3].bbox`. */
export function formatPath(path: JsonPath): string {
  const parts = path.map((part) => {
    if (typeof part === 'number') return `[${part}]`;
    return /^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return parts.join('').replace(/^\./, '');
}
