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
    expect(parseCsv(text).map(({ fields }) => fields)).toEqual(expected);
  });

  it('says at which line each row begins, below rows of several lines and empty ones', () => {
    const rows = parseCsv('a,b\r\n\r\n"c\nd",e\nf,g\rh,i');
    expect(rows.map(({ fields, line }) => [line, fields[1]])).toEqual([
      [1, 'b'],
      [3, 'e'],
      [5, 'g'],
      [6, 'i'],
    ]);
  });
});
