import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnPosition, readTable, type TableOptions } from './read-table.js';

const read = (text: string, options: Partial<TableOptions> = {}) => readTable(text, { file: 'a.csv', ...options });
const rowsOf = (text: string, options: Partial<TableOptions> = {}) =>
  read(text, { header: false, ...options }).rows.map(({ fields }) => fields);

describe('readTable', () => {
  it.each([
    [
      'plain fields',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['quotes, delimiters and line ends in quoted fields', '"a ""x""","b,\nc"\n', [['a "x"', 'b,\nc']]],
    [
      'empty fields',
      'a,,\n,b,""',
      [
        ['a', '', ''],
        ['', 'b', ''],
      ],
    ],
    [
      'all line ends, and blank lines',
      'a,b\r\n\r\nc,d\r\r \ne,"f"',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
    ],
    [
      'spaces around fields',
      ' a ,\tb\n "c, d" ,e\n',
      [
        ['a', 'b'],
        ['c, d', 'e'],
      ],
    ],
    [
      'delimiters after the last column',
      'a,b\nc,d,,\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['nothing', '', []],
  ])('reads %s', (_, text, expected) => {
    expect(rowsOf(text)).toEqual(expected);
  });

  it('keeps spaces without trim', () => {
    expect(rowsOf(' a , b\n', { trim: false })).toEqual([[' a ', ' b']]);
  });

  it('reads quotes as ordinary characters without quotes', () => {
    expect(rowsOf('5" pipe\tok\n"a\tb"\n', { file: 'a.tsv', quotes: false })).toEqual([
      ['5" pipe', 'ok'],
      ['"a', 'b"'],
    ]);
  });

  it.each([
    ['a,b\r\n\r\n"c\r\nd",e\nf,g\rh,i', [1, 3, 5, 6]],
    ['a,b\r\n\r\nc,e\nf,g\rh,i', [1, 3, 4, 5]],
  ])('returns the line at which each row of %j begins', (text, lines) => {
    const { rows } = read(text, { header: false });
    expect(rows.map(({ line }) => line)).toEqual(lines);
  });

  it.each([
    ['a quote that is never closed', 'a,b\n1,2\n\n3,"4\n5,6\n7,8\n', 'a.csv:4:3: the quote is never closed.'],
    [
      'a quote that is closed in another row',
      'a,b\n"x,1\ny,"2"\nz,3\n',
      'a.csv:2:1: found "2\\"" after the closing quote of the field.',
    ],
    ['a quote within a field', 'a,b\n1,x"y\n', 'a.csv:2:4: found a quote inside an unquoted field.'],
    ['too many fields', 'a,b\n1,2,3\n', 'a.csv:2: found 3 fields separated by ",", expected 2 ("a", "b").'],
    ['too few fields', 'a,b\n\n1\n', 'a.csv:3: found 1 field separated by ",", expected 2 ("a", "b").'],
  ])('rejects %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('returns rows with too many or too few fields with keepFaulty', () => {
    const { rows } = read('a,b\n1,2,3\n4,5\n6\n', { keepFaulty: true });
    expect(rows.map(({ fault }) => fault?.slice(0, 20))).toEqual([
      'a.csv:2: found 3 fie',
      undefined,
      'a.csv:4: found 1 fie',
    ]);
  });

  it.each([
    ['a;b\n1,5;2\n', ';', ['1,5', '2']],
    ['a\tb\n1\t2\n', '\t', ['1', '2']],
    ['sep=|\r\na|b,c\r\n1|2\r\n', '|', ['1', '2']],
  ])('detects the delimiter of %j, and logs it', (text, delimiter, row) => {
    const table = read(text);
    expect([table.delimiter, table.rows[0].fields]).toEqual([delimiter, row]);
    expect(table.notices.length).toBe(text.startsWith('sep') ? 0 : 1);
  });

  it('reports blank lines between rows, but not at the end', () => {
    expect(read('a\n\n1\n \n2\n\n\n').notices.map(({ message }) => message)).toEqual([
      'Skipped 2 blank lines between the rows of "a.csv", the first at line 2.',
    ]);
  });

  it('finds columns by their names, composed or not, and rejects duplicate columns', () => {
    const table = read(`${'\uac00'.normalize('NFD')},b , B,b\n`);
    expect(columnPosition(table, '\uac00', { option: ['time'] })).toBe(0);
    expect(columnPosition(table, 'B', { option: ['time'] })).toBe(2);
    expect(() => columnPosition(table, 'b', { option: ['time'] })).toThrow('"a.csv" has 2 columns "b": 2, 4.');
    expect(() => columnPosition(table, 'B', { option: ['time'], ignoreCase: true })).toThrow('3 columns');
    expect(() => columnPosition(table, 'c', { option: ['time'] })).toThrow(
      '"a.csv" has no column "c". Did you mean "b"?',
    );
  });
});

const written = (field: string, delimiter: string, isQuoted: boolean) =>
  isQuoted || new RegExp(`^\\s|\\s$|["\\r\\n${delimiter}]|^$`).test(field) ? `"${field.replaceAll('"', '""')}"` : field;

const FIELD = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', ' ', 'a', '\u00a0', '가'), maxLength: 8 }),
);

it('reads back all rows that are written, at the line where each begins', () => {
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(FIELD, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    );
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      fc.boolean(),
      (rows, delimiter, end, isQuoted, trim) => {
        const lines = rows.map((row) => row.map((field) => written(field, delimiter, isQuoted)).join(delimiter));
        const found = read(lines.join(end), { header: false, delimiter, trim }).rows;
        expect(found.map(({ fields }) => fields)).toEqual(rows);
        const begins = lines.map((_, index) => [...lines.slice(0, index), ''].join(end).split(/\r\n|\n|\r/).length);
        expect(found.map(({ line }) => line)).toEqual(begins);
      },
    ),
    { numRuns: 3000 },
  );
});

it('reads rows the same with and without quotes', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\u3000', '.', '가'), maxLength: 4 });
  const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 3 }), { maxLength: 6 });
  fc.assert(
    fc.property(rows, fc.constantFrom(',', '\t'), fc.boolean(), (fields, delimiter, trim) => {
      const text = `x\n${fields.map((row) => row.join(delimiter)).join('\n')}`;
      const options = { delimiter, trim, header: false, keepFaulty: true };
      const [plain, quoted] = [text, text.replace('x', '"x"')].map((content) => read(content, options).rows);
      expect(plain).toEqual(quoted);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['a field, then an open quote', `a,b\n${'x'.repeat(3_000_000)},"y`],
  ['an open quote', `a,b\n"${'x'.repeat(3_000_000)}`],
  ['quotes in an open quote', `a\n"${'""'.repeat(1_000_000)}`],
  ['blank lines, then an open quote', `"a"\n${' \n'.repeat(500_000)}"1`],
])('rejects %s in a long text', (_, text) => {
  expect(() => read(text)).toThrow('the quote is never closed');
});
