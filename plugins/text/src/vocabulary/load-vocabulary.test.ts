import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, testNode } from '@expgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadVocabulary } from './load-vocabulary.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-vocabulary-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function load(content: string | Uint8Array, encoding?: string) {
  await writeFile(join(folder, 'words.tsv'), content);
  const config = { source: 'words.tsv', encoding };
  return (await runNode(LoadVocabulary, { inputs: {}, config, folder })).outputs.vocabulary;
}

describe('load/vocabulary', () => {
  it('keeps the contract of nodes', async () => {
    await writeFile(join(folder, 'words.txt'), 'a\nb\n');
    await testNode(LoadVocabulary, { inputs: {}, config: { source: 'words.txt' }, folder });
  });

  it('reads one token per line, without counts', async () => {
    expect(await load('\uFEFFder\r\ndie\r\n')).toEqual({ tokens: ['der', 'die'], counts: [], texts: [], size: 0 });
  });

  it('decodes the given encoding, and rejects invalid bytes', async () => {
    const words = Buffer.of(0xba, 0xd2, 0xb7, 0xae, 0x0a, 0xc1, 0xa4, 0xbb, 0xf3);
    expect((await load(words, 'cp949')).tokens).toEqual(['불량', '정상']);
    await expect(load(words)).rejects.toThrow('words.tsv:1:1: the byte 0xba is not valid UTF-8.');
  });

  it('reads the file of the node vocabulary, also of earlier versions', async () => {
    const { counts } = await load('id\ttoken\tcount\ttexts of 1\n3\tder\t5\t1\n');
    expect(counts).toEqual([5]);
    expect(await load('number\ttoken\tcount\ttexts of 9\n3\tder\t5\t4\n4\tdie\t2\t2\n')).toEqual({
      tokens: ['der', 'die'],
      counts: [5, 2],
      texts: [4, 2],
      size: 9,
    });
  });

  it.each([
    ['nothing', '', '"words.tsv" contains no tokens.'],
    ['a blank line', 'a\n\nb\n', 'words.tsv:2: found "", expected one token without white space.'],
    ['two tokens on a line', 'a\nb c\n', 'words.tsv:2: found "b c", expected one token'],
    ['a duplicate token', 'a\nb\na\n', 'words.tsv:3: duplicate token "a".'],
    [
      'another id',
      'id\ttoken\tcount\ttexts of 9\n3\ta\t1\t1\n5\tb\t1\t1\n',
      'words.tsv:3: found "5\\tb\\t1\\t1", expected id 4, a token, its count and its number of texts.',
    ],
    ['an invalid count', 'id\ttoken\tcount\ttexts of 9\n3\ta\tx\t1\n', 'words.tsv:2: found "3\\ta\\tx\\t1"'],
  ])('rejects %s', async (_, content, message) => {
    await expect(load(content)).rejects.toThrow(message);
  });
});
