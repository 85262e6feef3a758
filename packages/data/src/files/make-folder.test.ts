import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';
import { withLock } from './with-lock.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'expgraph-folder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('creates a folder and its parents, also concurrently', async () => {
  const path = join(folder, 'a', 'b', 'c');
  await Promise.all([path, join(folder, 'a', 'b', 'd'), path].map(makeFolder));
  await makeFolder(path);
  expect((await stat(path)).isDirectory()).toBe(true);
});

it('fails if a file is in the way', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(folder, 'file', 'x', 'y'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

it.runIf(process.platform === 'linux')('fails where the system does not create folders', async () => {
  await expect(makeFolder('/proc/expgraph/x')).rejects.toMatchObject({ code: 'ENOENT', syscall: 'mkdir' });
  await expect(withLock('/proc/expgraph/lock', {}, async () => 'entered')).rejects.toMatchObject({ syscall: 'mkdir' });
});
