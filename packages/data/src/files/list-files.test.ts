import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFiles } from './list-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-list-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path);
  }
}

const reasons = ({ skipped }: Awaited<ReturnType<typeof listFiles>>) =>
  skipped.map(({ path, reason, isFolder }) => `${path}${isFolder ? '/' : ''}: ${reason}`);

describe('listFiles', () => {
  it('lists regular files at any depth, sorted, and reports hidden entries', async () => {
    await write('b/2.png', 'b/10.png', 'a.png', 'B/x', '.DS_Store', 'b/._2.png', '.cache/x.png', '__MACOSX/b/2.png');
    const listing = await listFiles(folder);
    expect(listing.files).toEqual(['B/x', 'a.png', 'b/10.png', 'b/2.png']);
    expect(reasons(listing)).toEqual([
      '.DS_Store: hidden',
      '.cache/: hidden',
      '__MACOSX/: __MACOSX',
      'b/._2.png: hidden',
    ]);
  });

  it('lists hidden files on request', async () => {
    await write('.a', '.b/c', '__MACOSX/d');
    expect((await listFiles(folder, { hidden: true })).files).toEqual(['.a', '.b/c', '__MACOSX/d']);
  });

  it('follows links to files and folders, also out of the folder and into hidden ones', async () => {
    await write('data/.cache/ab/cd', 'elsewhere/deep/x.png', 'data/cats/real.png');
    await symlink('../.cache/ab/cd', join(folder, 'data/cats/linked.png'));
    await symlink(join(folder, 'elsewhere'), join(folder, 'data/dogs'));
    await symlink('cats/linked.png', join(folder, 'data/twice.png'));
    const { files } = await listFiles(join(folder, 'data'));
    expect(files).toEqual(['cats/linked.png', 'cats/real.png', 'dogs/deep/x.png', 'twice.png']);
  });

  it('lists a folder once for each link to it, because class folders may have files in common', async () => {
    await write('cache/x.png', 'data/y.png');
    for (const name of ['a', 'b']) await symlink('../cache', join(folder, 'data', name));
    expect((await listFiles(join(folder, 'data'))).files).toEqual(['a/x.png', 'b/x.png', 'y.png']);
  });

  it('reports dangling links and loops', async () => {
    await write('a/b/x.png');
    await symlink('missing.png', join(folder, 'a/dangling.png'));
    await symlink('..', join(folder, 'a/b/up'));
    await symlink('../../..', join(folder, 'a/b/upmost'));
    await symlink('.', join(folder, 'self'));
    await symlink('ping', join(folder, 'pong'));
    await symlink('pong', join(folder, 'ping'));
    await symlink('a/b/x.png/y', join(folder, 'through-a-file'));
    const listing = await listFiles(folder);
    expect(listing.files).toEqual(['a/b/x.png']);
    expect(reasons(listing)).toEqual([
      'a/b/up/: link loop',
      'a/b/upmost/: link loop',
      'a/dangling.png: dangling link',
      'ping: link loop',
      'pong: link loop',
      'self/: link loop',
      'through-a-file: dangling link',
    ]);
  });

  it('stops at links that multiply', async () => {
    for (let level = 0; level < 20; level += 1) {
      await mkdir(join(folder, `${level}`));
      for (const name of ['a', 'b']) await symlink(`../${level + 1}`, join(folder, `${level}`, name));
    }
    await write('20/x.png');
    const { files, skipped } = await listFiles(join(folder, '0'));
    expect(files).toHaveLength(1000);
    expect(skipped[0].reason).toBe('linked too often');
  });

  // macOS rejects such names.
  it.skipIf(process.platform === 'darwin')('reports names in another encoding, files and folders', async () => {
    await write('a.png');
    await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xc1, 0xa4, 0x2e, 0x6a])]), '');
    await mkdir(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xba, 0xd2])]));
    const { files, skipped } = await listFiles(folder);
    expect(files).toEqual(['a.png']);
    expect(skipped.map(({ reason }) => reason)).toEqual(['name not UTF-8', 'name not UTF-8']);
    expect(skipped.filter(({ isFolder }) => isFolder)).toHaveLength(1);
  });

  it('throws if the folder itself cannot be read', async () => {
    await expect(listFiles(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
