import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';

/** "정상,불량" in CP949. */
const CP949 = Uint8Array.of(0xc1, 0xa4, 0xbb, 0xf3, 0x2c, 0xba, 0xd2, 0xb7, 0xae);

describe('decodeText', () => {
  it('drops the byte order mark of UTF-8', () => {
    expect(decodeText(Buffer.from('\uFEFFlabel'), { file: 'a.csv' })).toBe('label');
  });

  it('decodes the encoding that is asked for, under each of its names', () => {
    for (const encoding of ['cp949', 'CP949', 'euc-kr', 'windows-949'])
      expect(decodeText(CP949, { file: 'a.csv', encoding })).toBe('정상,불량');
  });

  it('names the line and the column of the first byte that is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('path,label\na.png,'), CP949]);
    expect(() => decodeText(bytes, { file: 'a.csv' })).toThrow('a.csv:2:7: the byte 0xc1 is not valid UTF-8.');
  });

  it('refuses bytes that are not valid in the encoding that is asked for', () => {
    for (const bytes of [
      [0x61, 0x0a, 0x62, 0x81],
      [0x61, 0x0a, 0x62, 0x81, 0x20, 0x41],
    ])
      expect(() => decodeText(Uint8Array.from(bytes), { file: 'a.csv', encoding: 'cp949' })).toThrow(
        'a.csv:2:2: the bytes are not valid cp949.',
      );
  });

  it('refuses an unknown encoding', () => {
    expect(() => decodeText(CP949, { file: 'a.csv', encoding: 'cp9490' })).toThrow('Unknown encoding "cp9490".');
  });
});
