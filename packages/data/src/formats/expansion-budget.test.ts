import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExpansionBudget } from './expansion-budget.js';
import { byteSize } from './expansion-messages.js';

const limits = { bytes: 1e6, ratio: 100, free: 1000, entries: 3 };
const budget = (packed: number) => ExpansionBudget.ofMemory('a.npz', packed, { limits });

afterEach(() => vi.unstubAllEnvs());

describe('ExpansionBudget', () => {
  it('limits small files by a fixed size, larger files by the ratio, and the largest by the bytes', () => {
    for (const [packed, most] of [
      [1, 1000],
      [10, 1000],
      [20, 2000],
      [1e6, 1e6],
    ]) {
      const all = budget(packed);
      all.spend(most);
      expect(all.spent).toBe(most);
      expect(() => all.spend(1)).toThrow(expect.objectContaining({ code: 'EXPGRAPH_DATA_EXPANSION' }));
    }
  });

  it('rejects the size in a header, without counting it', () => {
    const some = budget(20);
    some.claim(2000);
    some.spend(1);
    expect(() => some.claim(2000)).toThrow(
      expect.objectContaining({
        message: '"a.npz" has 20 bytes and expands to 2 kB, expected at most 2 kB.',
        notes: [
          expect.stringContaining('100 times their size'),
          expect.stringContaining('EXPGRAPH_EXPANSION_RATIO=102'),
        ],
        at: { config: ['source'] },
      }),
    );
    for (const absurd of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])
      expect(() => some.claim(absurd)).toThrow(/"a.npz" has 20 bytes and expands to/);
  });

  it('does not suggest a ratio that deflate cannot reach', () => {
    expect(() => budget(20).claim(1e9)).toThrow(
      expect.objectContaining({
        notes: [expect.anything(), expect.stringContaining('claims an impossible size')],
      }),
    );
  });

  it('names the variable of the exceeded limit', () => {
    expect(() => budget(1e6).claim(3e6)).toThrow(
      expect.objectContaining({ notes: [expect.anything(), expect.stringContaining('EXPGRAPH_EXPANSION_BYTES=')] }),
    );
    const some = budget(1);
    some.enter(3);
    expect(() => some.enter()).toThrow('"a.npz" has more than 3 entries');
  });

  it('reads its limits from the environment', () => {
    vi.stubEnv('EXPGRAPH_EXPANSION_RATIO', '2000');
    vi.stubEnv('EXPGRAPH_EXPANSION_BYTES', '3GB');
    ExpansionBudget.ofDisk('a.zip', 1e6).spend(2e9);
    expect(() => ExpansionBudget.ofDisk('a.zip', 2e6).claim(3e9 + 1)).toThrow('expected at most 3 GB');
    vi.stubEnv('EXPGRAPH_EXPANSION_BYTES', 'much');
    expect(() => ExpansionBudget.ofDisk('a.zip', 1)).toThrow(
      'EXPGRAPH_EXPANSION_BYTES is "much", expected a number of bytes such as 500GB.',
    );
  });

  it('stops when it is aborted', () => {
    const aborted = ExpansionBudget.ofDisk('a.zip', 1, { signal: AbortSignal.abort(new Error('stopped')) });
    expect(() => aborted.spend(1)).toThrow('stopped');
  });
});

describe('byteSize', () => {
  it('formats sizes with units', () => {
    expect([0, 999, 1000, 1500, 268435456, 2.8e9, 1e12].map(byteSize)).toEqual([
      '0 bytes',
      '999 bytes',
      '1 kB',
      '1.5 kB',
      '268 MB',
      '2.8 GB',
      '1 TB',
    ]);
  });
});
