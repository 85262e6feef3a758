import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';
import { decodeXml } from './decode-xml.js';

/** "정상,불량" in CP949. */
const CP949 = Uint8Array.of(0xc1, 0xa4, 0xbb, 0xf3, 0x2c, 0xba, 0xd2, 0xb7, 0xae);

describe('decodeText', () => {
  it('drops the byte order mark of UTF-8', () => {
    expect(decodeText(Buffer.from('\uFEFFlabel'), { file: 'a.csv' })).toBe('label');
  });

  it('decodes the encoding given by any of its names', () => {
    for (const encoding of ['cp949', 'CP949', 'euc-kr', 'windows-949'])
      expect(decodeText(CP949, { file: 'a.csv', encoding })).toBe('정상,불량');
  });

  it('rejects UTF-16 without a byte order mark, whose ASCII letters are valid UTF-8', () => {
    for (const encoding of ['utf-16le', 'utf-16be'])
      for (const text of ['text,label\nfine,good\n', 'hello there', 'good morning 좋아요\n'])
        expect(() => decodeText(iconv.encode(text, encoding), { file: 'a.txt' })).toThrow(
          'a.txt is UTF-16, expected UTF-8.',
        );
    for (const text of ['', 'a', '\0', 'a\0', 'ab\0cd\0ef', '\0\0\0\0'])
      expect(decodeText(Buffer.from(text), { file: 'a.txt' })).toBe(text);
  });

  it('reports the line and column of the first byte that is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('path,label\na.png,'), CP949]);
    expect(() => decodeText(bytes, { file: 'a.csv' })).toThrow('a.csv:2:7: the byte 0xc1 is not valid UTF-8.');
  });

  it('rejects bytes that are not valid in the given encoding', () => {
    for (const bytes of [
      [0x61, 0x0a, 0x62, 0x81],
      [0x61, 0x0a, 0x62, 0x81, 0x20, 0x41],
    ])
      expect(() => decodeText(Uint8Array.from(bytes), { file: 'a.csv', encoding: 'cp949' })).toThrow(
        'a.csv:2:2: the bytes are not valid cp949.',
      );
  });

  it('finds the first byte that is not UTF-8 at any position', () => {
    const piece = fc.constantFrom(
      [0x61],
      [0x0a],
      [0xc3, 0xa9],
      [0xea, 0xb0, 0x80],
      [0xf0, 0x9f, 0x98, 0x80],
      [0xe0],
      [0x80],
      [0xff],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const bytes = Uint8Array.from(pieces.flat());
        // None of the pieces contains U+FFFD, which replaces invalid bytes.
        const before = new TextDecoder().decode(bytes).split('\uFFFD');
        const lines = before[0].split('\n');
        const expected = before.length === 1 ? undefined : `a.csv:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
        let found: string | undefined;
        try {
          decodeText(bytes, { file: 'a.csv' });
        } catch (error) {
          found = (error as Error).message.split(': ')[0];
        }
        expect(found).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('rejects an unknown encoding', () => {
    expect(() => decodeText(CP949, { file: 'a.csv', encoding: 'cp9490' })).toThrow('Unknown encoding "cp9490".');
  });

  it("accepts Python's names for UTF-8", () => {
    for (const encoding of ['utf8', 'UTF-8', 'utf_8', 'utf-8-sig'])
      expect(decodeText(Buffer.from('\uFEFF가'), { file: 'a.csv', encoding })).toBe('가');
    expect(() => decodeText(CP949, { file: 'a.csv', encoding: 'base64' })).toThrow('Unknown encoding "base64".');
  });

  it('rejects UTF-16 that is truncated or has a lone surrogate', () => {
    for (const bytes of [Buffer.from('ab', 'utf16le').subarray(0, 3), Buffer.of(0x61, 0, 0, 0xd8, 0x62, 0)])
      expect(() => decodeText(bytes, { file: 'a.csv', encoding: 'utf-16le' })).toThrow('a.csv:1:2');
  });

  it.each([
    ['정상,불량', 'cp949'],
    ['これは日本語です', 'shift_jis'],
    ['Größe; Café', 'windows-1252'],
  ])('suggests the encoding of "%s"', (text, encoding) => {
    const bytes = iconv.encode(`path,label\na.png,${text}\n`, encoding);
    const notesOf = (encodingAt?: string[]) => {
      try {
        decodeText(bytes, { file: 'a.csv', encodingAt });
      } catch (error) {
        return (error as { notes: string[] }).notes;
      }
      return undefined;
    };
    expect(notesOf(['encoding'])?.[0]).toContain(`probably encoding: ${encoding}`);
    expect(notesOf()?.[0]).toContain(`Save the file as UTF-8: iconv -f ${encoding.toUpperCase()} -t UTF-8`);
  });
});

describe('decodeXml', () => {
  const XML = '<?xml version="1.0" encoding="EUC-KR"?>\n<a>불량</a>';

  it('honors the declared encoding, a byte order mark, and UTF-16 without one', () => {
    expect(decodeXml(iconv.encode(XML, 'euc-kr'), { file: 'a.xml' })).toBe(XML);
    for (const encoding of ['utf-16le', 'utf-16be']) {
      expect(decodeXml(iconv.encode(XML, encoding), { file: 'a.xml' })).toBe(XML);
      expect(decodeXml(iconv.encode(XML, encoding, { addBOM: true }), { file: 'a.xml' })).toBe(XML);
    }
    expect(decodeXml(Buffer.from('\uFEFF<a>불량</a>'), { file: 'a.xml' })).toBe('<a>불량</a>');
  });

  it('rejects bytes that are not valid in the declared encoding, and an unknown encoding', () => {
    expect(() => decodeXml(Buffer.from(XML.replace('불량', '가')), { file: 'a.xml' })).toThrow(
      /^a.xml:2:\d: the bytes are not valid EUC-KR.$/,
    );
    expect(() => decodeXml(Buffer.from('<?xml encoding="x-y"?>'), { file: 'a.xml' })).toThrow(
      'Unknown encoding "x-y".',
    );
  });
});
