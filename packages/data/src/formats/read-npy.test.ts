import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { npyOf } from '../../test/npz-files.js';
import { ExpansionBudget } from './expansion-budget.js';
import { readNpy } from './read-npy.js';

/** Returns an array of byte strings (`S8`). */
const byteStrings = (texts: readonly Buffer[]) =>
  npyOf(
    '|S8',
    [texts.length],
    Buffer.concat(texts.map((text) => Buffer.concat([text, Buffer.alloc(8 - text.length)]))),
  );

const read = (texts: readonly Buffer[], encoding?: string) => {
  const bytes = byteStrings(texts);
  return readNpy('a.npy', bytes, ExpansionBudget.ofMemory('a.npy', bytes.length), { encoding }).values;
};

describe('readNpy', () => {
  const names = ['정상', '불량', 'ok', ''];

  it('decodes byte strings as UTF-8, or in the given encoding', () => {
    expect(read(names.map((name) => Buffer.from(name)))).toEqual(names);
    expect(
      read(
        names.map((name) => iconv.encode(name, 'cp949')),
        'cp949',
      ),
    ).toEqual(names);
  });

  it('rejects byte strings that are not UTF-8', () => {
    expect(() => read(names.map((name) => iconv.encode(name, 'cp949')))).toThrow(
      'a.npy[0]:1:1: the byte 0xc1 is not valid UTF-8.',
    );
  });
});
