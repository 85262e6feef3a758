import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readWordVectors } from './read-word-vectors.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-word-vectors-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(
  file: string,
  content: string | Buffer,
  words = ['der', 'sehr'],
  width = 3,
  onRepeated?: (words: readonly string[]) => void,
) {
  const path = join(folder, file);
  await writeFile(path, content);
  return Object.fromEntries(
    [...(await readWordVectors(path, { words, width, onRepeated }))].map(([word, vector]) => [word, [...vector]]),
  );
}

/** Returns a word2vec file, with or without a newline after each word. */
function binary(end: string, words = { der: [1, 2, -0.5], sehr: [0.25, 32, 10] }): Buffer {
  const parts = Object.entries(words).map(([word, numbers]) =>
    Buffer.concat([Buffer.from(`${word} `), Buffer.from(Float32Array.from(numbers).buffer), Buffer.from(end)]),
  );
  return Buffer.concat([Buffer.from(`${parts.length} 3\n`), ...parts]);
}

const BOTH = { der: [1, 2, -0.5], sehr: [0.25, 32, 10] };
const TEXT = 'der 1 2 -0.5\nandere 7 7 7\nsehr 0.25 32 1e1\n';

describe('readWordVectors', () => {
  it.each<[string, string, string | Buffer]>([
    ['GloVe text', 'glove.txt', TEXT],
    [
      'word2vec and fastText text, with a header and trailing spaces',
      'cc.de.300.vec',
      `3 3\n${TEXT.replaceAll('\n', ' \r\n')}`,
    ],
    ['compressed text', 'glove.txt.gz', gzipSync(TEXT)],
    ['the binary format', 'news.bin', binary('')],
    ['the binary format with newlines, compressed', 'news.bin.gz', gzipSync(binary('\n'))],
    ['JSON', 'words.json', '{ "der": [1, 2, -0.5],\n "sehr": [0.25, 32, 1e1] }'],
    [
      'the JSON of winkNLP, with longer lists',
      'wink.json',
      '{"dimensions":3,"words":["der","]","sehr"],"vectors":{"der":[1,2,-0.5,9,0],"]":[0,0,0,0,1],"sehr":[0.25,32,10,9,2]},"unkVector":[0,0,0,0,-1]}',
    ],
  ])('reads %s', async (_, file, content) => {
    expect(await read(file, content)).toEqual(BOTH);
  });

  it('uses the first vector of a word, and skips words with spaces', async () => {
    expect(await read('twice.txt', 'der 1 2 3\nder x@y.de 4 5 6\nder 7 8 9\nsehr sehr 1 1 1\n')).toEqual({
      der: [1, 2, 3],
    });
  });

  it('reports tokens with several vectors', async () => {
    const repeated: string[] = [];
    const content = 'der 1 2 3\nx 7 8 9\nder 7 8 9\nx 1 2 3\nder 0 0 0\n';
    await read('twice.txt', content, undefined, undefined, (words) => repeated.push(...words));
    expect(repeated).toEqual(['der']);
  });

  it.each<[string, Buffer, string]>([
    ['a.txt', Buffer.concat([Buffer.from('x 1 2 3\n'), Buffer.of(0xba, 0xd2), Buffer.from(' 1 2 3\n')]), 'a.txt:2'],
    ['a.json', Buffer.concat([Buffer.from('{"'), Buffer.of(0xba, 0xd2), Buffer.from('":[1,2,3]}')]), 'a.json, byte 1'],
    ['a.bin', Buffer.concat([Buffer.from('1 3\n'), Buffer.of(0xba, 0xd2, 0x20), Buffer.alloc(12)]), 'a.bin, word 1'],
  ])('rejects words in %s that are not UTF-8', async (file, content, place) => {
    await expect(read(file, content)).rejects.toThrow(`${place}: the word is not valid UTF-8.`);
  });

  it('stops reading a file that decompresses to far more than its content', async () => {
    vi.stubEnv('EXPGRAPH_EXPANSION_BYTES', '1MB');
    try {
      for (const name of ['zeros.txt.gz', 'zeros.json.gz', 'zeros.bin.gz']) {
        const content = Buffer.concat([Buffer.from('3 3\n'), Buffer.alloc(20_000_000, 'a 1 2 3\n')]);
        await expect(read(name, gzipSync(content))).rejects.toMatchObject({
          code: 'EXPGRAPH_DATA_EXPANSION',
          message: expect.stringMatching(/expands to more than 1(\.\d)? MB, expected at most 1 MB/),
        });
      }
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('rejects endless lines and words, and invalid compressed data', async () => {
    await expect(read('a.txt', Buffer.alloc(20_000_000, 'a'))).rejects.toThrow('a line of more than 16777216 bytes');
    const word = Buffer.concat([Buffer.from('1 3\n'), Buffer.alloc(6_000_000, 'a')]);
    await expect(read('a.bin', word)).rejects.toThrow('more than 4194304 bytes without a space');
    const packed = gzipSync(TEXT).fill(0xff, 15, 20);
    await expect(read('a.txt.gz', packed)).rejects.toMatchObject({ code: 'EXPGRAPH_LAYERS_VECTORS' });
    await expect(read('a.json', '{"\\q":[1,2,3]}')).rejects.toMatchObject({ code: 'EXPGRAPH_LAYERS_VECTORS' });
  });

  it('reads words of any script, with quotes and brackets', async () => {
    const words = ['말', '"', ']'];
    expect(await read('a.json', '{"말":[1],"\\"":[2],"]":[3],"[":[4]}', words, 1)).toEqual({
      말: [1],
      '"': [2],
      ']': [3],
    });
    expect(await read('a.txt', '말 1\n\u2028 5\n" 2\n] 3\n', words, 1)).toEqual({ 말: [1], '"': [2], ']': [3] });
  });

  it.each<[string, string, string | Buffer, string]>([
    ['an empty file', 'a.txt', '', '"a.txt" has no vectors.'],
    ['JSON without vectors', 'a.json', '{"words":["der"]}', '"a.json" has no vectors.'],
    ['another width', 'a.txt', 'x 1 2\n', 'a.txt:1: the vector has 2 numbers, but outputDim is 3.'],
    ['a shorter line', 'a.txt', 'x 1 2 3\nder 1 2\n', 'a.txt:2: the vector has 2 numbers, but outputDim is 3.'],
    ['an invalid number', 'a.txt', '2 3\nx 1 2 3\nder 1 b 3\n', 'a.txt:3: found "b", expected a word and 3 numbers.'],
    ['another width in the binary format', 'a.bin', '7 5\n', 'a.bin:1: the vector has 5 numbers, but outputDim is 3.'],
    ['text as the binary format', 'a.bin', TEXT, 'a.bin:1: found "der 1 2 -0.5", expected'],
    ['a truncated binary file', 'a.bin', binary('').subarray(0, -1), 'a.bin, word 2: found "the end of the file"'],
    ['another width in JSON', 'a.json', '{"x":[1,2]}', 'a.json, "x": the vector has 2 numbers, but outputDim is 3.'],
    ['an invalid number in JSON', 'a.json', '{"der":[1,null,2]}', 'a.json, "der": found "null", expected'],
  ])('rejects %s', async (_, file, content, message) => {
    await expect(read(file, content)).rejects.toThrow(message);
  });
});
