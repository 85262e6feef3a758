/** A token of JSON: a bracket, a comma, a colon, a string with its quotes, a number or a literal. */
export interface JsonToken {
  readonly start: number;
  /** Position after its last character. */
  readonly end: number;
}

const [QUOTE, BACKSLASH] = [...'"\\'].map((character) => character.charCodeAt(0));

const WHITE = new Set([...' \t\r\n'].map((character) => character.charCodeAt(0)));
const MARKS = new Set([...'{}[],:'].map((character) => character.charCodeAt(0)));

/** Yields the tokens of a text that should be JSON. A string without a closing quote ends with the text. */
export function* jsonTokens(text: string): Generator<JsonToken> {
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const start = at;
    if (WHITE.has(code)) {
      at += 1;
      continue;
    }
    if (code === QUOTE) at = endOfText(text, at);
    else if (MARKS.has(code)) at += 1;
    else at = endOfWord(text, at);
    yield { start, end: at };
  }
}

function endOfWord(text: string, start: number): number {
  let end = start;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === QUOTE || WHITE.has(code) || MARKS.has(code)) break;
  }
  return end;
}

/** Returns the end of the string whose opening quote is at `start`. */
export function endOfText(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
  return text.length;
}
