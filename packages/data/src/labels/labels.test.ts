import { describe, expect, it } from 'vitest';
import { classCounts } from './class-counts.js';
import { ClassNames } from './class-names.js';
import { labelPaths } from './label-paths.js';
import { labelOf, labelPattern } from './label-pattern.js';
import { lostClasses } from './lost-classes.js';

const NFC = '사과';
const NFD = NFC.normalize('NFD');
const find = (pattern: string, path: string) => labelOf(path, labelPattern(pattern));

describe('labelPattern', () => {
  it('matches characters beyond 16 bits as one, with the flag u', () => {
    expect(find('^(.)/', '🍎/a.png')).toBe('🍎');
    expect(find('^(\\p{L}+)', 'été-1.txt')).toBe('été');
  });

  it('uses the first group that matches, or the group named label', () => {
    expect(find('^(?:(a)|(b))', 'b')).toBe('b');
    expect(find('^(x*)(b)', 'b')).toBe('b');
    expect(find('^(\\d*)', 'a')).toBeUndefined();
    expect(find('(?<part>train|test)/(?<label>[^/]+)', 'train/cats/a')).toBe('cats');
    expect(find('(?<part>train|test)/', 'train/cats/a')).toBe('train');
  });

  it('compares patterns and paths in NFC', () => {
    expect(find(`^(${NFD})/`, `${NFC}/a`)).toBe(NFC);
    expect(find(`^(${NFC})/`, `${NFD}/a`)).toBe(NFC);
    expect(find('^(..)/', `${NFD}/a`)).toBe(NFC);
  });

  it.each([
    ['(', 'EXPGRAPH_DATA_LABELS_PATTERN'],
    ['^(a\\-b)', 'EXPGRAPH_DATA_LABELS_PATTERN'],
    ['^[^/]+/', 'EXPGRAPH_DATA_LABELS_GROUP'],
    ['(?:a)', 'EXPGRAPH_DATA_LABELS_GROUP'],
  ])('rejects %s', (pattern, code) => {
    expect(() => labelPattern(pattern)).toThrow(expect.objectContaining({ code }));
  });
});

describe('labelPaths', () => {
  const DEFAULT = '^([^/]+)/';

  it('enters the sole folder of an archive, and returns paths without a label', () => {
    const { labeled, unmatched, labelOf: find } = labelPaths(['x/a/1', 'x/b/1', 'x/README'], DEFAULT);
    expect(labeled.map(({ label }) => label)).toEqual(['a', 'b']);
    expect(unmatched).toEqual(['x/README']);
    expect(find('x/c/1')).toBe('c');
  });

  it('applies a pattern that names the sole folder to whole paths', () => {
    const { labeled } = labelPaths(['train/neg/1', 'train/pos/1'], '^train/(neg|pos)/');
    expect(labeled.map(({ label }) => label)).toEqual(['neg', 'pos']);
  });
});

describe('ClassNames', () => {
  it('trims names, compares them in NFC, and reports several spellings', () => {
    const names = new ClassNames();
    expect([NFC, NFD, ' 배', 'x'].map((label) => names.nameOf(label, 'p'))).toEqual([NFC, NFC, '배', 'x']);
    expect(names.notices()).toEqual([
      `Merged 2 spellings of class "${NFC}", which differ in Unicode normalization or white space.`,
    ]);
  });

  it('rejects an empty name', () => {
    expect(() => new ClassNames().nameOf(' ', ' /a.png')).toThrow('The label of " /a.png" is empty.');
  });
});

describe('lostClasses', () => {
  it('lists classes without usable files', () => {
    const skipped = ['birds/a.psd', 'birds/b.txt', 'cats/c.txt'].map((path) => ({ path, reason: path.slice(-4) }));
    const { labelOf: find } = labelPaths(['cats/a', 'dogs/a'], '^([^/]+)/');
    expect(lostClasses(skipped, find, new Set(['cats', 'dogs']))).toBe(
      'All files of these classes are skipped: "birds" (.psd 1, .txt 1).',
    );
    expect(lostClasses([skipped[2]], find, new Set(['cats', 'dogs']))).toBeUndefined();
  });
});

describe('classCounts', () => {
  it('counts examples by class', () => {
    expect(
      classCounts(
        8,
        'image',
        new Map([
          ['cats', 4],
          ['dogs', 4],
        ]),
      ),
    ).toBe('8 images in 2 classes (cats 4, dogs 4)');
    const many = new Map(Array.from({ length: 1000 }, (_, index) => [`c${index}`, 1300] as const));
    expect(classCounts(1_300_000, 'image', many)).toMatch(
      /^1,300,000 images in 1,000 classes \(c0 1,300, .* … and 990 more\)$/,
    );
  });
});
