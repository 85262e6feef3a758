import { describe, expect, it } from 'vitest';
import { crc32c, slicing } from './crc32c.js';

const filled = (length: number, byte: (index: number) => number) => Uint8Array.from({ length }, (_, i) => byte(i));

describe('crc32c', () => {
  it('matches the test vectors of RFC 3720, appendix B.4', () => {
    const check = (bytes: Uint8Array) => crc32c(bytes, 0, bytes.length) >>> 0;
    expect(check(filled(32, () => 0))).toBe(0x8a9136aa);
    expect(check(filled(32, () => 255))).toBe(0x62a8ab43);
    expect(check(filled(32, (index) => index))).toBe(0x46dd794e);
    expect(check(filled(32, (index) => 31 - index))).toBe(0x113fdb5c);
  });

  it('is the same in JavaScript and in native code, at any offset', () => {
    const bytes = filled(5000, (index) => (index * index * 31) >> 3);
    for (const [start, end] of [
      [0, 5000],
      [3, 4093],
      [1, 600],
      [7, 170],
    ]) {
      expect(crc32c(bytes, start, end)).toBe(slicing(bytes, start, end));
    }
  });
});
