import { describe, expect, it } from 'vitest';
import { jsonErrorLine, jsonLine } from './json-place.js';

const TEXT = `{
  "a": [1, "two, \\"[\\"", [
    {"x": 1},
    {"x": {}, "y": null}]],
  "b":
    -1.5e3,
  "c": {}, "d": true
}`;

describe('jsonLine', () => {
  it.each([
    [[], 1],
    [['a'], 2],
    [['a', 1], 2],
    [['a', 2, 0, 'x'], 3],
    [['a', 2, 1], 4],
    [['a', 2, 1, 'y'], 4],
    [['b'], 6],
    [['c'], 7],
    [['d'], 7],
  ])('finds %j on line %i', (path, line) => {
    expect(jsonLine(TEXT, path)).toBe(line);
  });

  it('reads a large text in a moment', () => {
    const text = JSON.stringify(Array.from({ length: 100_000 }, (_, index) => ({ path: `${index}.jpg`, label: 'a' })));
    expect(jsonLine(text.replaceAll('{', '\n{'), [99_999])).toBe(100_001);
  });
});

it('tells the line on which a text stops being JSON', () => {
  const fails = (text: string) => {
    try {
      JSON.parse(text);
    } catch (error) {
      return jsonErrorLine(text, error as Error);
    }
    return undefined;
  };
  expect(fails('[\n1,\n2,\nx]')).toBe(4);
  expect(fails('[\n1,\n')).toBe(3);
});
