import { jsonTokens } from './json-tokens.js';

export type JsonPath = readonly (string | number)[];

/**
 * Returns a position in a text as `line:column`, both from 1.
 * @param firstLine the line at which the text begins in its file
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
 * Returns where a value begins in a JSON text, as `line:column`; `1:1` where it has none such.
 * @param text is known to be JSON.
 * @param path leads to the value: keys and indices.
 */
export function jsonPlace(text: string, path: JsonPath): string {
  // Where the next value belongs: a key, undefined before it is read, or an index for each level that is open.
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

/** Returns a path as JavaScript writes it: `annotations[3].bbox`. */
export function formatPath(path: JsonPath): string {
  const parts = path.map((part) => {
    if (typeof part === 'number') return `[${part}]`;
    return /^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return parts.join('').replace(/^\./, '');
}
