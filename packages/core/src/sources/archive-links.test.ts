import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listFiles } from '@expgraph/data/files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ArchiveLink, makeArchiveLinks } from './archive-links.js';

let above: string;
let folder: string;
beforeEach(async () => {
  above = await realpath(await mkdtemp(join(tmpdir(), 'expgraph-links-')));
  folder = join(above, 'content');
  for (const path of ['secret', 'content/cache/1', 'content/a/b/c/deep']) {
    await mkdir(dirname(join(above, path)), { recursive: true });
    await writeFile(join(above, path), path);
  }
});
afterEach(() => rm(above, { recursive: true, force: true }));

const make = (...links: readonly (readonly [path: string, target: string, isHard?: boolean])[]) =>
  makeArchiveLinks(
    'x.tar',
    folder,
    links.map(([path, target, isHard = false]): ArchiveLink => ({ path, target, isHard })),
  );

describe('makeArchiveLinks', () => {
  it('creates links within the archive, in any order', async () => {
    expect(
      await make(['cats/1.png', '2.png'], ['cats/2.png', '../cache/1'], ['hard', 'cache/1', true], ['all', 'cats']),
    ).toBeUndefined();
    const { files, skipped } = await listFiles(folder);
    expect(files).toEqual(['a/b/c/deep', 'all/1.png', 'all/2.png', 'cache/1', 'cats/1.png', 'cats/2.png', 'hard']);
    expect(skipped).toEqual([]);
    expect(await readFile(join(folder, 'all/1.png'), 'utf8')).toBe('content/cache/1');
  });

  it('skips links that lead out of the archive, to nothing or to each other, and reports them', async () => {
    const line = await make(
      ['up', '../secret'],
      ['absolute', join(above, 'secret')],
      ['hard', '../secret', true],
      ['../outside', 'cache/1'],
      ['dangling', 'nowhere'],
      ['ping', 'pong'],
      ['pong', 'ping'],
      ['cache/1', '../a/b/c/deep'],
    );
    expect(line).toBe(
      '"x.tar": 8 of 8 links are skipped: 4 lead out of the archive, 1 take the place of another entry, 3 lead to nothing, for example "up" -> "../secret".',
    );
    expect((await listFiles(folder)).files).toEqual(['a/b/c/deep', 'cache/1']);
    expect((await listFiles(above)).files).not.toContain('outside');
  });

  it('creates no link below a link, where ".." resolves to another folder', async () => {
    // Below p/q/r/l, which is a link to the folder t, four levels up are outside the archive.
    const line = await make(['p/q/r/l', '../../../cache'], ['p/q/r/l/out', '../../../../cache/1']);
    expect(line).toContain('1 of 2 links are skipped: 1 take the place of another entry');
    expect((await listFiles(folder)).files).toEqual(['a/b/c/deep', 'cache/1', 'p/q/r/l/1']);
  });

  it('creates a loop, which is listed once', async () => {
    expect(await make(['a/b/up', '..'])).toBeUndefined();
    expect((await stat(join(folder, 'a/b/up'))).isDirectory()).toBe(true);
    expect((await listFiles(folder)).skipped).toEqual([{ path: 'a/b/up', reason: 'link loop', isFolder: true }]);
  });
});
