import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));

describe('decodeText', () => {
  it('reads UTF-8, and leaves out the byte order mark', () => {
    expect(decodeText(bytes('\uFEFFcafé 한국어 👍'), 'a.txt')).toBe('café 한국어 👍');
    expect(decodeText(bytes(), 'a.txt')).toBe('');
  });

  it('says where a byte stands that is not UTF-8', () => {
    const error = (content: Uint8Array) => {
      try {
        decodeText(content, 'a.txt');
      } catch (thrown) {
        return (thrown as Error).message;
      }
      return undefined;
    };
    expect(error(bytes('first\ncaf', 0xe9, ' x'))).toBe('a.txt:2:4: the byte 0xe9 is not UTF-8.');
    expect(error(bytes(0xff))).toBe('a.txt:1:1: the byte 0xff is not UTF-8.');
    // The first two bytes of a character of three, at the end.
    expect(error(bytes('한국', 0xec, 0x96))).toBe('a.txt:1:3: the byte 0xec is not UTF-8.');
    // A surrogate and an overlong form are none either.
    expect(error(bytes('a', 0xed, 0xa0, 0x80))).toBe('a.txt:1:2: the byte 0xed is not UTF-8.');
    expect(error(bytes('ab', 0xc0, 0x80))).toBe('a.txt:1:3: the byte 0xc0 is not UTF-8.');
  });

  it('puts the replacement character where that is asked for', () => {
    const replaced: string[] = [];
    const decode = (content: Uint8Array, file: string) => decodeText(content, file, (each) => replaced.push(each));
    expect(decode(bytes('caf', 0xe9, ' x'), 'a.txt')).toBe('caf\uFFFD x');
    expect(decode(bytes('café'), 'b.txt')).toBe('café');
    expect(replaced).toEqual(['a.txt']);
  });

  it.each([
    ['little', bytes(0xff, 0xfe, 'a', 0, 'b', 0)],
    ['big', bytes(0xfe, 0xff, 0, 'a', 0, 'b')],
  ])('refuses UTF-16, %s end first, also where bytes may be replaced', (_, content) => {
    expect(() => decodeText(content, 'a.txt', () => {})).toThrow('a.txt is UTF-16, expected UTF-8.');
  });
});
