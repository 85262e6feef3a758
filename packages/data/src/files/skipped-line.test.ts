import { describe, expect, it } from 'vitest';
import { extensionOf } from './extension-of.js';
import { byExtension, skippedLine } from './skipped-line.js';

describe('skippedLine', () => {
  it('counts files and folders by reason, the most frequent first', () => {
    const files = ['a.txt', 'b/c.TXT', 'README', 'd.md'].map(byExtension);
    const hidden = [1, 2, 3].map((index) => ({ path: `.${index}`, reason: 'hidden' }));
    const folder = { path: '.git', reason: 'hidden', isFolder: true };
    expect(skippedLine([...files, ...hidden, folder])).toBe(
      'skipped 7 files: hidden 3, .txt 2, .md 1, no extension 1; skipped 1 folder: hidden 1',
    );
    expect(skippedLine([folder])).toBe('skipped 1 folder: hidden 1');
    expect(skippedLine([])).toBeUndefined();
  });

  it('adds up rare reasons', () => {
    const files = Array.from({ length: 12 }, (_, index) => byExtension(`x.e${index}x`));
    expect(skippedLine(files)).toMatch(/^skipped 12 files: .*, other 4$/);
  });
});

describe('extensionOf', () => {
  it.each([
    ['a/b.PNG', '.png'],
    ['a.b/c', ''],
    ['alt.atheism.51119', ''],
    ['x.', ''],
    ['x.mp3', '.mp3'],
  ])('of %s is "%s"', (path, extension) => {
    expect(extensionOf(path)).toBe(extension);
  });
});
