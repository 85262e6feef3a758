import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Run } from '@expgraph/sdk';
import { runNode } from '@expgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadText } from './load-text.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-text-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

async function load(config: Partial<Run<typeof LoadText>['config']> = {}) {
  const { outputs, logger } = await runNode(LoadText, { inputs: {}, config: { source: 'd', ...config }, folder });
  const { data } = outputs;
  const names = Array.from({ length: data.size }, (_, index) => data.name(index));
  return { names, classes: data.classes, labels: Array.from(data.labels()), lines: logger.lines };
}

/** A name as most systems write it, and as macOS does. */
const [NFC, NFD] = ['사과', '사과'.normalize('NFD')];

describe('load/text, of a folder', () => {
  it('reads texts with and without extensions, and logs what it skipped', async () => {
    await put({
      'd/neg/1.txt': 'a',
      'd/neg/2.TXT': 'b',
      'd/neg/3.text': 'c',
      'd/pos/4.md': 'd',
      'd/pos/51119': 'e',
      'd/pos/alt.atheism.51120': 'f',
      'd/pos/README': 'no',
      'd/pos/README.md': 'no',
      'd/pos/_SUCCESS': '',
      'd/pos/model': Uint8Array.of(1, 0, 2),
      'd/pos/5.html': 'no',
      'd/pos/._4.md': 'no',
      'd/.cache/1.txt': 'no',
      'd/__MACOSX/neg/._1.txt': 'no',
      'd/about.txt': 'no',
    });
    const { names, classes, lines } = await load();
    expect(names).toEqual(['neg/1.txt', 'neg/2.TXT', 'neg/3.text', 'pos/4.md', 'pos/51119', 'pos/alt.atheism.51120']);
    expect(classes).toEqual(['neg', 'pos']);
    expect(lines).toEqual([
      'warning: Skipped 1 of 7 texts, which match no label, for example "about.txt".',
      '6 texts in 2 classes (neg 3, pos 3); skipped 6 files: about the data 2, no extension 2, .html 1, hidden 1; skipped 2 folders: __MACOSX 1, hidden 1.',
    ]);
  });

  it('follows links, and logs dangling links and loops', async () => {
    await put({ 'cache/1.txt': 'a', 'more/2.txt': 'b', 'd/pos/3.txt': 'c' });
    await symlink('../../cache/1.txt', join(folder, 'd/pos/1.txt'));
    await symlink('../more', join(folder, 'd/neg'));
    await symlink('nowhere.txt', join(folder, 'd/pos/4.txt'));
    await symlink('.', join(folder, 'd/pos/self'));
    const { names, lines } = await load();
    expect(names).toEqual(['neg/2.txt', 'pos/1.txt', 'pos/3.txt']);
    expect(lines).toEqual([
      '3 texts in 2 classes (neg 1, pos 2); skipped 1 file: dangling link 1; skipped 1 folder: link loop 1.',
    ]);
  });

  it('warns of a class without text files', async () => {
    await put({ 'd/neg/1.txt': 'a', 'd/pos/2.txt': 'b', 'd/mixed/3.pdf': '%PDF' });
    expect((await load()).lines[0]).toBe('warning: All files of these classes are skipped: "mixed" (.pdf 1).');
  });

  it('matches labels like load/images: below the sole folder of an archive, with the flag u, and never the empty string', async () => {
    await put({ 'd/x/neg/1.txt': 'a', 'd/x/pos/2.txt': 'b', 'd/x/🍎/3.txt': 'c' });
    expect((await load()).classes).toEqual(['neg', 'pos', '🍎']);
    expect((await load({ labels: '^(\\p{So}?)(\\w)' })).classes).toEqual(['n', 'p']);
    expect((await load({ labels: '^x/(neg|pos)/' })).classes).toEqual(['neg', 'pos']);
  });

  it('compares class names in NFC, and merges folders that differ only in that', async () => {
    await put({ [`d/${NFC}/1.txt`]: 'a', [`d/${NFD}/2.txt`]: 'b', 'd/배/3.txt': 'c' });
    const { classes, labels, lines } = await load({ classNames: { [NFD]: 'apple' } });
    expect(classes).toEqual(['apple', '배']);
    expect(labels.sort()).toEqual([0, 0, 1]);
    expect(lines).toEqual([
      `warning: Merged 2 spellings of class "${NFC}", which differ in Unicode normalization or white space.`,
      '3 texts in 2 classes (apple 2, 배 1).',
    ]);
  });

  it('logs what it skipped beside files of tagged tokens', async () => {
    await put({ 'd/1.conll': 'a\tX\nb\tY\n', 'd/notes.md': 'no', 'd/.2.conll': 'no' });
    expect((await load({ labelsOf: 'tokens' })).lines).toEqual([
      '1 text with 2 tokens in 2 classes (X 1, Y 1); skipped 2 files: .md 1, hidden 1.',
    ]);
  });
});

describe('load/text, of a table', () => {
  it('compares labels in NFC', async () => {
    await put({ d: '', 'a.csv': `text,label\nx,${NFC}\ny,${NFD}\nz, 배\n` });
    const { classes, labels } = await load({ source: 'a.csv' });
    expect(classes).toEqual(['배', NFC]);
    expect(labels).toEqual([1, 1, 0]);
  });
});
