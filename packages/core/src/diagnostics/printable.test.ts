import { describe, expect, it } from 'vitest';
import { printable, printableLine } from './printable.js';

describe('printable', () => {
  it('escapes characters that a terminal would interpret, reorder or hide', () => {
    expect(printable('\x1b[2J\x07\r\x7f\x9b31m')).toBe('\\u001b[2J\\u0007\\u000d\\u007f\\u009b31m');
    expect(printable('photo\u202egnp.exe \u2066a\u2069 \u200e\u061c')).toBe(
      'photo\\u202egnp.exe \\u2066a\\u2069 \\u200e\\u061c',
    );
    expect(printable('a\ud800b\udc00c')).toBe('a\\ud800b\\udc00c');
  });

  it('keeps letters of every language, emoji and line ends', () => {
    const text = 'Füße 사과 ภาษา 👩‍🔬 می‌خواهم\n\ttab';
    expect(printable(text)).toBe(text);
  });

  it('keeps the meaning of JSON', () => {
    const value = { name: 'a\x1b]0;x\x07\u009b\u202e\u2028\ud800' };
    const text = printable(JSON.stringify(value));
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toMatch(/^[ -~]+$/);
  });

  it('is idempotent', () => {
    const once = printable('\x1b\u202e');
    expect(printable(once)).toBe(once);
  });
});

it('printableLine has no line ends', () => {
  expect(printableLine('cat\nDone in 3 s\ta\x1b')).toBe('cat\\nDone in 3 s\\ta\\u001b');
});
