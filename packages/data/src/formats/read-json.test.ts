import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from './json-fault.js';
import { jsonPlace } from './json-place.js';
import { readJson, readJsonLines } from './read-json.js';

const messageOf = (text: string) => {
  try {
    readJson(text, { file: 'a.json' });
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

describe('readJson', () => {
  it.each([
    ['', 'a.json:1:1: expected a value, found the end of the file.'],
    ['[\n1,\n2,\nx]', 'a.json:4:1: expected a value, found "x".'],
    ['[\n1,\n', 'a.json:3:1: expected a value, found the end of the file.'],
    ['{"a": 1,\n  "b": NaN}', 'a.json:2:8: expected a value, found "NaN".'],
    ['{"a": 1,}', 'a.json:1:9: expected a key in double quotes, found "}".'],
    ["{'a': 1}", 'a.json:1:2: expected a key in double quotes or "}", found "\'a\'".'],
    ['{"a" 1}', 'a.json:1:6: expected ":", found "1".'],
    ['[1 2]', 'a.json:1:4: expected "," or "]", found "2".'],
    ['{}\n{}', 'a.json:2:1: expected the end of the file, found "{".'],
    ['[01]', 'a.json:1:2: expected a value or "]", found "01".'],
    ['["a\nb"]', 'a.json:1:2: expected a closing quote in the same line, found "\\"a".'],
    ['["\\x"]', 'a.json:1:2: expected a string with valid escapes, found "\\"\\\\x\\"".'],
    ['["a', 'a.json:1:2: expected a closing quote, found "\\"a".'],
    ['[1]]', 'a.json:1:4: expected the end of the file, found "]".'],
    ['{"a": [{"b": 1, "c": {"b": 2}, "b": 3}]}', 'a.json:1:32: duplicate key a[0].b.'],
    ['{"\\u0061": 1, "a": 2}', 'a.json:1:15: duplicate key a.'],
    [
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'a.json:1:1001: expected at most 1000 levels of brackets, found "[".',
    ],
  ])('rejects %j', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it('reads keys and values that look like syntax', () => {
    const value = { __proto__: null, 'a:"b': ['":', '\\":', { a: {} }, []], c: '' };
    expect(readJson(JSON.stringify(value, undefined, 1), { file: 'a.json' })).toEqual(value);
    expect(Object.keys(readJson('{"__proto__": 1}', { file: 'a.json' }) as object)).toEqual(['__proto__']);
  });

  it('reads everything that JSON.stringify writes, without a fault', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom('', ' ', '\n'), (text, space) => {
        // The text of the arbitrary may have duplicate keys, its value does not.
        const written = JSON.stringify(JSON.parse(text), undefined, space);
        expect(readJson(written, { file: 'a.json' })).toEqual(JSON.parse(written));
        expect(jsonFault(written)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('finds a fault in a text exactly if JSON.parse rejects it', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '.5',
      'e',
      'null',
      'nul',
      ' ',
      '\n',
      '\t',
      '\0',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(jsonFault(text) === undefined).toBe(isJson);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('readJsonLines', () => {
  it('returns the line of each value, and reports blank lines between them', () => {
    const { values, notices } = readJsonLines('{"a":1}\r\n\n2\n\n', { file: 'a.jsonl' });
    expect(values).toEqual([
      { value: { a: 1 }, line: 1 },
      { value: 2, line: 3 },
    ]);
    expect(notices).toEqual([
      { level: 'info', message: 'Skipped 1 blank line between the rows of "a.jsonl", the first at line 2.' },
    ]);
  });

  it('reports line and column of invalid JSON', () => {
    expect(() => readJsonLines('1\n[1,]\n', { file: 'a.jsonl' })).toThrow('a.jsonl:2:4: expected a value, found "]".');
  });
});

const TEXT = `{
  "a": [1, "two, \\"[\\"", [
    {"x": 1},
    {"x": {}, "y": null}]],
  "b":
    -1.5e3,
  "c": {}, "d": true
}`;

describe('jsonPlace', () => {
  it.each([
    [[], '1:1'],
    [['a'], '2:8'],
    [['a', 1], '2:12'],
    [['a', 2, 0, 'x'], '3:11'],
    [['a', 2, 1], '4:5'],
    [['a', 2, 1, 'y'], '4:20'],
    [['b'], '6:5'],
    [['c'], '7:8'],
    [['d'], '7:17'],
    [['e'], '1:1'],
  ])('finds %j at %s', (path, place) => {
    expect(jsonPlace(TEXT, path)).toBe(place);
  });

  it('reads a large text with a long value', () => {
    const records = Array.from({ length: 100_000 }, (_, index) => ({ path: `${index}.jpg`, label: 'a' }));
    const text = JSON.stringify(['x'.repeat(10_000_000), ...records]);
    expect(jsonPlace(text.replaceAll('{', '\n{'), [100_000])).toBe('100001:1');
  });
});
