import { type JsonToken, jsonTokens } from './json-tokens.js';

export interface JsonFault {
  /** Where the text is no longer valid JSON. */
  readonly position: number;
  readonly expected: string;
  /** Empty at the end of the text. */
  readonly found: string;
}

/** Maximum nesting depth: more than any data has; deeper texts are made to exhaust a program. */
export const MOST_LEVELS = 1000;

const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const ESCAPES = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/g;

type State = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end';

const EXPECTED: Readonly<Record<State, string>> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a key in double quotes',
  'key or }': 'a key in double quotes or "}"',
  ':': '":"',
  ', or ]': '"," or "]"',
  ', or }': '"," or "}"',
  end: 'the end of the file',
};

/** Returns where a text is no longer valid JSON, or is nested too deeply; undefined if it is valid. */
export function jsonFault(text: string): JsonFault | undefined {
  const levels: ('[' | '{')[] = [];
  let state: State = 'value';
  /** Returns the state after a value. */
  const next = (): State => {
    const level = levels.at(-1);
    return level === undefined ? 'end' : level === '[' ? ', or ]' : ', or }';
  };
  for (const token of jsonTokens(text)) {
    const first = text[token.start];
    const takesValue = state === 'value' || state === 'value or ]';
    if (first === '[' || first === '{') {
      if (!takesValue) return faultAt(text, token, EXPECTED[state]);
      levels.push(first);
      if (levels.length > MOST_LEVELS) return faultAt(text, token, `at most ${MOST_LEVELS} levels of brackets`);
      state = first === '[' ? 'value or ]' : 'key or }';
    } else if (first === ']' || first === '}') {
      if (!state.endsWith(first)) return faultAt(text, token, EXPECTED[state]);
      levels.pop();
      state = next();
    } else if (first === ',') {
      if (!state.startsWith(',')) return faultAt(text, token, EXPECTED[state]);
      state = levels.at(-1) === '[' ? 'value' : 'key';
    } else if (first === ':') {
      if (state !== ':') return faultAt(text, token, EXPECTED[state]);
      state = 'value';
    } else if (first === '"' && state.startsWith('key')) {
      if (!isText(text, token)) return textFault(text, token);
      state = ':';
    } else {
      if (!takesValue) return faultAt(text, token, EXPECTED[state]);
      if (first === '"' && !isText(text, token)) return textFault(text, token);
      if (first !== '"' && !SCALAR.test(text.slice(token.start, token.end)))
        return faultAt(text, token, EXPECTED[state]);
      state = next();
    }
  }
  return state === 'end' ? undefined : { position: text.length, expected: EXPECTED[state], found: '' };
}

/** Whether a token that begins with a quote is a valid JSON string. */
function isText(text: string, { start, end }: JsonToken): boolean {
  const inner = text.slice(start + 1, end - 1).replace(ESCAPES, '');
  return end - start > 1 && text[end - 1] === '"' && !/[\\"]/.test(inner) && controlIn(inner) < 0;
}

/** Returns the position of the first character that JSON requires to be escaped. */
function controlIn(text: string): number {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) < 0x20) return index;
  return -1;
}

function faultAt(text: string, { start, end }: JsonToken, expected: string): JsonFault {
  return { position: start, expected, found: text.slice(start, Math.min(end, start + 40)) };
}

function textFault(text: string, { start, end }: JsonToken): JsonFault {
  const control = controlIn(text.slice(start, end));
  // A line break comes before the missing quote of its line.
  if (control >= 0) {
    const line = /[\r\n]/.test(text[start + control]);
    const expected = line ? 'a closing quote in the same line' : 'a string without control characters';
    return { position: start, expected, found: text.slice(start, start + Math.min(control, 40)) };
  }
  const isOpen = text[end - 1] !== '"' || end - start < 2;
  const expected = isOpen ? 'a closing quote' : 'a string with valid escapes';
  return { position: start, expected, found: text.slice(start, Math.min(end, start + 40)) };
}
