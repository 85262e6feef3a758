import { describe, expect, it } from 'vitest';
import { parseCsv } from './parse-csv.js';

describe('parseCsv', () => {
  it.each([
    [
      'plain fields',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['quotes, commas and line breaks in quoted fields', '"a ""x""","b,\nc"\n', [['a "x"', 'b,\nc']]],
    [
      'empty fields',
      'a,,\n,b,"",c',
      [
        ['a', '', ''],
        ['', 'b', '', 'c'],
      ],
    ],
    [
      'empty lines, in any line ending',
      'a,b\r\n\r\nc,d\r\re,f',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
    ],
    [
      'a field that ends the text',
      'a,b\nc,',
      [
        ['a', 'b'],
        ['c', ''],
      ],
    ],
    ['nothing', '', []],
  ])('reads %s', (_, text, expected) => {
    expect(parseCsv(text)).toEqual(expected);
  });
});
