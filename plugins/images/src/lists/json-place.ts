const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

/**
 * The line, from 1, on which a value of a JSON text begins.
 * @param text is known to be JSON.
 * @param path leads to the value: keys and indices.
 */
export function jsonLine(text: string, path: readonly (string | number)[]): number {
  // Where the next value belongs: a key, undefined before it is read, or an index for each level that is open.
  const levels: (string | number | undefined)[] = [];
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const last = levels.length - 1;
    if (token === ',') levels[last] = typeof levels[last] === 'number' ? levels[last] + 1 : undefined;
    else if (token === '}' || token === ']') levels.pop();
    else if (token !== ':') {
      if (last >= 0 && levels[last] === undefined) {
        levels[last] = JSON.parse(token) as string;
        continue;
      }
      if (levels.length === path.length && path.every((part, level) => part === levels[level]))
        return lineAt(text, index);
      if (token === '[') levels.push(0);
      if (token === '{') levels.push(undefined);
    }
  }
  return 1;
}

/** The line, from 1, of a position in a text. */
export function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The line on which a text stops being JSON, by the error of `JSON.parse`. */
export function jsonErrorLine(text: string, { message }: Error): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  return lineAt(text, position === undefined ? text.length : Number(position));
}
