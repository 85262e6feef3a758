import { describe, expect, it } from 'vitest';
import { PickledObject, unpickle } from './unpickle.js';

const pickle = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))));

describe('unpickle', () => {
  it('reads lists in lists, and what is remembered', () => {
    // [1, [258, -3]], the inner list once more.
    const bytes = pickle('\x80\x02]q\x00(K\x01]q\x01(M\x02\x01J\xfd\xff\xff\xffeh\x01e.');
    expect(unpickle(bytes)).toEqual([1, [258, -3], [258, -3]]);
  });

  it('calls nothing that a pickle names: it says what would be called', () => {
    const found = unpickle(pickle('\x80\x02cos\nsystem\nU\x04echo\x85R.'));
    expect(found).toBeInstanceOf(PickledObject);
    expect(found).toEqual(expect.objectContaining({ name: 'os.system', values: ['echo'] }));
  });

  it.each([
    ['what is cut short', '\x80\x02]K', 'it is cut short'],
    ['what does not end', '\x80\x02]', 'it is cut short'],
    ['a float', '\x80\x02G\0\0\0\0\0\0\0\0.', 'byte 2 is the pickle operation 0x47, which no list of numbers has'],
    ['an end without a beginning', '\x80\x02.', 'nothing is there to take at byte 3'],
    ['a list without a mark', '\x80\x02]K\x01e.', 'nothing is marked at byte 6'],
    ['what is appended to a number', '\x80\x02K\x01K\x02a.', 'byte 7 appends to what is no list'],
    ['what was not remembered', '\x80\x02h\x05.', 'byte 4 wants what was not remembered'],
    ['a call of what has no name', '\x80\x02K\x01)R.', 'byte 6 calls what has no name'],
  ])('refuses %s', (_, content, message) => {
    expect(() => unpickle(pickle(content))).toThrow(message);
  });
});
